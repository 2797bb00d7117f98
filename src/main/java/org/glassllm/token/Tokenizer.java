package org.glassllm.token;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The bridge between text and token ids, open for a learner's own.
 *
 * <p>The contract: ids lie in {@code [0, vocabSize)}, and {@code decode(encode(s)).equals(s)} for
 * every text that the tokenizer can express. Implementations are immutable and safe for use by many
 * threads. Whoever writes one supplies the methods without a body; all others then work.
 */
public interface Tokenizer {

  /** Number of ids, special tokens included: valid ids are {@code 0 … vocabSize() - 1}. */
  int vocabSize();

  /**
   * The ids of a text. What looks like a special token in it is ordinary text; a lone surrogate
   * counts as U+FFFD where the tokenizer works on bytes.
   *
   * @throws org.glassllm.base.InputException if the tokenizer has no id for a part of the text
   */
  int[] encode(CharSequence text);

  /**
   * The ids of bytes that need not be UTF-8. A byte-level tokenizer keeps every byte; where words
   * are cut, a byte that is not part of well-formed UTF-8 counts as one symbol, as U+FFFD would. A
   * character tokenizer refuses such bytes.
   */
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

  /**
   * The ids of a text in which special tokens may stand: {@code use} says which of them become one
   * id, which are an error and which are ordinary text.
   *
   * @throws org.glassllm.base.InputException if the text holds a special token that {@code use}
   *     refuses
   */
  default int[] encode(CharSequence text, SpecialUse use) {
    return SpecialCutter.encode(this, text, use);
  }

  /** The ids of many texts, in their order; the texts are encoded by several threads. */
  default int[][] encodeBatch(List<? extends CharSequence> texts) {
    return texts.parallelStream().map(this::encode).toArray(int[][]::new);
  }

  /**
   * Encodes a stream of UTF-8 piece by piece. This default reads it whole; a tokenizer that can
   * work in bounded memory overrides it.
   */
  default void encodeTo(InputStream in, IdSink sink) throws IOException {
    int[] ids = encodeBytes(in.readAllBytes());
    sink.accept(ids, ids.length);
  }

  /** A decoder that takes ids one by one and gives whole characters. */
  default StreamDecoder streamDecoder() {
    return new StreamDecoder(this);
  }

  /** The tokens of a text with the characters that each covers. */
  default List<TokenSpan> spans(CharSequence text) {
    return TokenSpan.locate(this, text, encode(text));
  }

  /** Which special token plays a role, if one does. */
  default OptionalInt special(SpecialRole role) {
    return OptionalInt.empty();
  }
}
