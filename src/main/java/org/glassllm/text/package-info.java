/**
 * Before: {@code picture}, which draws results. Next: {@code text.tales}, a corpus with known
 * probabilities.
 *
 * <p>A language model estimates the probability of a text, so everything starts with texts. {@link
 * org.glassllm.text.Corpus} reads UTF-8 files and folders, {@link org.glassllm.text.Split}
 * separates training and validation text, and {@link org.glassllm.text.CorpusStatistics} counts.
 * {@code text.tales} generates texts; {@code text.download} fetches known corpora.
 */
package org.glassllm.text;
