/**
 * Before: {@code generate}. Next: {@code run}, which puts all parts together.
 *
 * <p>How good a model is. {@link org.glassllm.evaluate.Perplexity} holds the formulas, {@link
 * org.glassllm.evaluate.TextLoss} measures a model on a text, {@link
 * org.glassllm.evaluate.ModelCosts} counts parameters, bytes and operations, {@link
 * org.glassllm.evaluate.Benchmark} measures how fast this machine does them.
 */
package org.glassllm.evaluate;
