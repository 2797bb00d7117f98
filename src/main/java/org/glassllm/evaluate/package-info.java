/**
 * Before: {@code generate}. Next: {@code align}, which continues training towards preferred
 * answers.
 *
 * <p>Measures the quality and the costs of a model. {@link org.glassllm.evaluate.Perplexity} holds
 * the formulas, {@link org.glassllm.evaluate.TextLoss} measures a model on a text, {@link
 * org.glassllm.evaluate.ModelCosts} counts parameters, bytes and operations, also those of {@link
 * org.glassllm.evaluate.PublishedModels}.
 */
package org.glassllm.evaluate;
