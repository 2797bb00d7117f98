/**
 * Before: {@code train}. Next: {@code evaluate}, which measures models and generated text.
 *
 * <p>From logits to text: {@link org.glassllm.generate.Sampling} and {@link
 * org.glassllm.generate.TokenDistribution} turn the logits of one position into a distribution, in
 * plain Java. {@link org.glassllm.generate.Decoder} feeds tokens to the model, with a key-value
 * cache. {@link org.glassllm.generate.Generator} samples token after token and streams whole
 * characters.
 */
package org.glassllm.generate;
