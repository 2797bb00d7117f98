package org.glassllm.token;

import java.nio.file.Path;
import java.util.Map;

/**
 * The bridge between text and token ids, open for a learner's own.
 *
 * <p>The contract: ids lie in {@code [0, vocabSize)}, and {@code decode(encode(s)).equals(s)} for
 * every text that the tokenizer can express. Implementations are immutable and safe for use by many
 * threads.
 */
public interface Tokenizer {

  /** Number of ids, special tokens included: valid ids are {@code 0 … vocabSize() - 1}. */
  int vocabSize();

  /**
   * The ids of a text. What looks like a special token in it is ordinary text.
   *
   * @throws org.glassllm.base.InputException if the tokenizer has no id for a part of the text
   */
  int[] encode(CharSequence text);

  /** The ids of bytes that need not be UTF-8. */
  int[] encodeBytes(byte[] bytes);

  /**
   * The text of ids, special tokens included. Bytes that are not UTF-8 become U+FFFD.
   *
   * @throws org.glassllm.base.InputException if an id is outside {@code [0, vocabSize)}
   */
  String decode(int... ids);

  /** The bytes of ids: exactly those that were encoded, also where they are not UTF-8. */
  byte[] decodeBytes(int... ids);

  /** Special tokens and their ids, such as {@code <|endoftext|>}; empty where there are none. */
  Map<String, Integer> specialTokens();

  /** Writes the tokenizer as Hugging Face's {@code tokenizer.json}, whole or not at all. */
  void save(Path file);
}
