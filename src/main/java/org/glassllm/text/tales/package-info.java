/**
 * Before: {@code text.examples}, which reads examples. Next: {@code text.tasks}, instructions about
 * tales.
 *
 * <p>Tales are short stories about a small world, sampled from a probabilistic grammar. {@link
 * org.glassllm.text.tales.Tales} generates tales, {@link org.glassllm.text.tales.TaleScorer}
 * computes the exact probability of a tale, and {@link org.glassllm.text.tales.TaleChecker} reports
 * whether a generated tale follows the grammar and is consistent with its world. So we know the
 * lowest perplexity that a model can reach on tales; for natural text, nobody knows this number.
 *
 * <p>The grammar is written once, as a {@link org.glassllm.text.tales.Story} that asks a {@link
 * org.glassllm.text.tales.Teller} at each choice. One teller generates tales; another teller reads
 * tales, to score and to check them.
 */
package org.glassllm.text.tales;
