/**
 * Before: {@code generate}, which generates text. Next: {@code align}, which teaches a model to
 * answer.
 *
 * <p>Measures of the quality and the costs of a model. {@link org.glassllm.evaluate.Perplexity}
 * contains the formulas. {@link org.glassllm.evaluate.TextLoss} measures the loss of a model on a
 * text, and {@link org.glassllm.evaluate.ResponseLoss} on the answers to instructions. {@link
 * org.glassllm.evaluate.ModelCosts} computes parameters, bytes and FLOPs, also those of {@link
 * org.glassllm.evaluate.PublishedModels} by name. {@link org.glassllm.evaluate.Estimate} adds an
 * interval to a measured number, and {@link org.glassllm.evaluate.PassAtK} estimates pass@k.
 */
package org.glassllm.evaluate;
