/**
 * Before: {@code token}, the interface and the textbook version. Next: {@code token.files}, which
 * loads and saves tokenizers.
 *
 * <p>Implements fast byte-level BPE. {@link org.glassllm.token.bpe.BpeTrainer} counts words in
 * parallel and learns merges from the counts; {@link org.glassllm.token.bpe.BpeTokenizer} encodes
 * and decodes. Three decisions make both classes fast. Words are found by hand-written scanners
 * instead of regular expressions ({@link org.glassllm.token.bpe.WordPattern}). Each thread caches
 * the ids of the words that it encoded. Long texts are cut where every pattern ends a word, so that
 * several threads can work on one text.
 */
package org.glassllm.token.bpe;
