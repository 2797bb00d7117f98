/**
 * Before: {@code text.download}, which fetches corpora. Next: {@code token.bpe}, the fast byte-pair
 * encoding.
 *
 * <p>A model reads integers; a {@link org.glassllm.token.Tokenizer} converts between text and token
 * ids. This package holds the interface, {@link org.glassllm.token.CharTokenizer}, the readable
 * {@link org.glassllm.token.TextbookBpe}, special tokens, and {@link org.glassllm.token.TokenView},
 * which shows tokens in colour. {@code token.bpe} is the fast implementation of byte-pair encoding;
 * {@code token.files} loads and saves tokenizers.
 */
package org.glassllm.token;
