package org.glassllm.token;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.glassllm.base.InputException;

/**
 * Converts text to token ids and back. A new tokenizer implements the methods without a body.
 *
 * <p>Ids lie in {@code [0, vocabSize)}, and {@code decode(encode(s)).equals(s)} for every text that
 * the tokenizer can express. Implementations are immutable and thread-safe.
 */
public interface Tokenizer {

  /** Returns the number of ids, special tokens included. */
  int vocabSize();

  /**
   * Returns the ids of a text. Special tokens in the text are encoded as ordinary text. A
   * byte-level tokenizer replaces a lone surrogate by U+FFFD.
   *
   * @throws InputException if the tokenizer has no id for a part of the text
   */
  int[] encode(CharSequence text);

  /**
   * Returns the ids of bytes that need not be UTF-8. A byte-level tokenizer keeps every byte: each
   * malformed byte is one symbol for the word pattern. A character tokenizer rejects such bytes.
   */
  int[] encodeBytes(byte[] bytes);

  /**
   * Returns the text of ids, special tokens included. Malformed UTF-8 becomes U+FFFD.
   *
   * @throws InputException if an id is outside {@code [0, vocabSize)}
   */
  String decode(int... ids);

  /** Returns exactly the bytes that were encoded, even if they are not UTF-8. */
  byte[] decodeBytes(int... ids);

  /** Returns the special tokens with their ids and roles. */
  SpecialTokens specials();

  /** Returns the ids of the special tokens, such as {@code <|endoftext|>}. */
  default Map<String, Integer> specialTokens() {
    return specials().ids();
  }

  /** Returns the id of the special token with a role, if there is one. */
  default OptionalInt special(SpecialRole role) {
    return specials().id(role);
  }

  /**
   * Returns the ids of a text with special tokens in it; {@code use} decides their treatment.
   *
   * @throws InputException if the text contains a refused special token
   */
  default int[] encode(CharSequence text, SpecialUse use) {
    return SpecialCutter.encode(this, text, use);
  }

  /** Encodes texts in parallel and returns their ids in the same order. */
  default int[][] encodeBatch(List<? extends CharSequence> texts) {
    return texts.parallelStream().map(this::encode).toArray(int[][]::new);
  }

  /** Encodes a stream of UTF-8. The default reads the whole stream; override it to bound memory. */
  default void encodeTo(InputStream in, IdSink sink) throws IOException {
    int[] ids = encodeBytes(in.readAllBytes());
    sink.accept(ids, ids.length);
  }

  /**
   * Encodes a stream with special tokens in it. The default reads the whole stream if {@code use}
   * matters.
   *
   * @throws InputException if the text contains a refused special token
   */
  default void encodeTo(InputStream in, SpecialUse use, IdSink sink) throws IOException {
    if (use.equals(SpecialUse.ORDINARY) || specialTokens().isEmpty()) {
      encodeTo(in, sink);
    } else {
      int[] ids = encode(new String(in.readAllBytes(), StandardCharsets.UTF_8), use);
      sink.accept(ids, ids.length);
    }
  }

  /** Returns a decoder that takes ids one by one and returns whole characters. */
  default StreamDecoder streamDecoder() {
    return new StreamDecoder(this);
  }

  /** Returns the tokens of a text, each with the characters it covers. */
  default List<TokenSpan> spans(CharSequence text) {
    return TokenSpan.locate(this, text, encode(text));
  }

  /** Returns the exception for an id that stands for no token. */
  static InputException noToken(int id, int vocabSize) {
    return new InputException(
        "there is no token with the id %s; ids are 0 to %s; use the tokenizer that made them",
        id, vocabSize - 1);
  }
}
