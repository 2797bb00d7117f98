/**
 * Before: {@code text}, which reads corpora. Next: {@code text.download}, which fetches corpora.
 *
 * <p>Tales are short stories of a small world, drawn from a probabilistic grammar. {@link
 * org.glassllm.text.tales.Tales} generates them, {@link org.glassllm.text.tales.TaleScorer}
 * computes the exact probability of a tale, and {@link org.glassllm.text.tales.TaleChecker} reports
 * whether a generated tale follows the grammar and is consistent with its world. Natural text
 * offers none of this: for tales we know the lowest perplexity that a model can reach.
 *
 * <p>The grammar is written once, as a {@link org.glassllm.text.tales.Story} that asks a {@link
 * org.glassllm.text.tales.Teller} at each choice. Generating, scoring and checking are tellers.
 */
package org.glassllm.text.tales;
