/**
 * Measures of the quality and the costs of a model. The previous package is {@code generate}, which
 * generates text. The next package is {@code align}, which trains a model to give preferred
 * answers.
 *
 * <p>Measures the quality and the costs of a model. {@link org.glassllm.evaluate.Perplexity} holds
 * the formulas, {@link org.glassllm.evaluate.TextLoss} measures a model on a text, {@link
 * org.glassllm.evaluate.ModelCosts} counts parameters, bytes and operations, also those of {@link
 * org.glassllm.evaluate.PublishedModels}.
 */
package org.glassllm.evaluate;
