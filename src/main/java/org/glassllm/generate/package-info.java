/**
 * Before: {@code train}. Next: {@code evaluate}, which measures what is generated here.
 *
 * <p>From logits to text: {@link org.glassllm.generate.Sampling} turns the logits of one position
 * into a distribution and draws from it, in plain Java; {@link org.glassllm.generate.Generator}
 * does that token after token and streams whole characters.
 */
package org.glassllm.generate;
