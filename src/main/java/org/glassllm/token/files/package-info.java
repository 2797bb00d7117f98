/**
 * Before: {@code token.bpe}, which trains and runs byte-pair encoding. Next: {@code batch}, which
 * arranges token ids for a model.
 *
 * <p>Loads and saves tokenizers in the formats of Hugging Face ({@code tokenizer.json}), GPT-2
 * ({@code vocab.json} and {@code merges.txt}) and tiktoken; see {@link
 * org.glassllm.token.files.Tokenizers}. A reader rejects a file whose tokenizer it cannot reproduce
 * exactly; the message names the field or line.
 */
package org.glassllm.token.files;
