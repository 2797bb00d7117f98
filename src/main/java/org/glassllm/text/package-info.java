/**
 * Before: {@code picture}, which draws what one learns. Next: {@code token}, which cuts a text into
 * numbers.
 *
 * <p>A language model is a guess at how likely a text is, so everything starts with texts. This
 * package holds two kinds of them.
 *
 * <p><b>Tales</b> are made here, by a probabilistic grammar with a little world behind it: {@link
 * org.glassllm.text.Tales} writes them, {@link org.glassllm.text.TaleScorer} knows the exact
 * probability of each one, and {@link org.glassllm.text.TaleChecker} says whether a tale that a
 * model wrote is grammatical and keeps its world consistent. No natural text offers that: for tales
 * we know the lowest perplexity that any model can reach, so a figure of a trained model can be
 * judged and not only compared. The story is written once ({@link org.glassllm.text.Story}) against
 * a {@link org.glassllm.text.Teller}; generating, scoring and checking are three tellers.
 *
 * <p><b>Corpora</b> come from elsewhere: {@link org.glassllm.text.Catalog} knows some by name,
 * {@link org.glassllm.text.Download} fetches them, {@link org.glassllm.text.Corpus} reads any UTF-8
 * file or folder, {@link org.glassllm.text.Cleaning} tidies it, {@link org.glassllm.text.Split}
 * sets a part aside for validation and {@link org.glassllm.text.CorpusStatistics} counts.
 */
package org.glassllm.text;
