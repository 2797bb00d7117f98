/**
 * Before: {@code picture}, which draws results. Next: {@code text.examples}, the layouts of
 * instructions and dialogues.
 *
 * <p>A language model estimates the probability of a text, so the course starts with texts. {@link
 * org.glassllm.text.Corpus} reads UTF-8 files and folders, {@link org.glassllm.text.Split} divides
 * a corpus into a training split and a validation split, and {@link
 * org.glassllm.text.CorpusStatistics} counts documents, characters and words. The package {@code
 * text.tales} generates texts; {@code text.download} downloads well-known corpora.
 */
package org.glassllm.text;
