package org.glassllm.token;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.glassllm.base.InputException;

/**
 * Converts text to token ids and back. A new tokenizer must implement only the abstract methods.
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
   * malformed byte is one symbol for the word pattern. A character tokenizer rejects bytes that are
   * not UTF-8.
   */
  int[] encodeBytes(byte[] bytes);

  /**
   * Returns the text of ids, special tokens included. Malformed UTF-8 becomes U+FFFD.
   *
   * @throws InputException if an id is outside {@code [0, vocabSize)}
   */
  String decode(int... ids);

  /**
   * Returns the bytes that the ids stand for, exactly as the bytes were encoded, even if the bytes
   * are not UTF-8.
   */
  byte[] decodeBytes(int... ids);

  /** Returns the special tokens with their ids and roles. */
  SpecialTokens specials();

  /** Returns the id of each special token, with a spelling such as {@code <|endoftext|>} as key. */
  default Map<String, Integer> specialTokens() {
    return specials().ids();
  }

  /**
   * Returns the id of the special token with a role; the result is empty if no token has the role.
   */
  default OptionalInt special(SpecialRole role) {
    return specials().id(role);
  }

  /**
   * Returns the ids of a text; {@code use} determines how special tokens in the text are treated.
   *
   * @throws InputException if the text contains a refused special token
   */
  default int[] encode(CharSequence text, SpecialUse use) {
    return SpecialCutter.encode(this, text, use);
  }

  /**
   * Returns a tokenizer with additional special tokens, whose ids follow the ids of this tokenizer.
   *
   * @param spellings the new tokens; none is a special token of this tokenizer
   * @throws InputException if this kind of tokenizer has a fixed vocabulary
   */
  default Tokenizer withSpecials(List<String> spellings) {
    throw new InputException(
        "a tokenizer of the kind %s has a fixed vocabulary and cannot get the special tokens %s;"
            + " use a bpe or char tokenizer",
        getClass().getSimpleName(), spellings);
  }

  /** Returns whether each id stands for the same bytes in another tokenizer. */
  default boolean hasSameTokens(Tokenizer other) {
    return vocabSize() == other.vocabSize()
        && IntStream.range(0, vocabSize())
            .allMatch(id -> Arrays.equals(decodeBytes(id), other.decodeBytes(id)));
  }

  /** Encodes texts in parallel and returns their ids in the same order. */
  default int[][] encodeBatch(List<? extends CharSequence> texts) {
    return texts.parallelStream().map(this::encode).toArray(int[][]::new);
  }

  /**
   * Encodes a stream of UTF-8 and passes the ids to {@code sink}. The default implementation reads
   * the complete stream into memory; an override can read blocks.
   */
  default void encodeTo(InputStream in, IdSink sink) throws IOException {
    int[] ids = encodeBytes(in.readAllBytes());
    sink.accept(ids, ids.length);
  }

  /**
   * Encodes a stream of UTF-8; {@code use} determines how special tokens in the stream are treated.
   * The default implementation reads the complete stream into memory if {@code use} has an effect.
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

  /** Returns a decoder that takes ids one by one and returns complete characters. */
  default StreamDecoder streamDecoder() {
    return new StreamDecoder(this);
  }

  /** Returns the tokens of a text, each with the characters that it covers. */
  default List<TokenSpan> spans(CharSequence text) {
    return TokenSpan.locate(this, text, encode(text));
  }

  /** Returns the exception for an id that stands for no token. */
  static InputException noToken(int id, int vocabSize) {
    return new InputException(
        "there is no token with the id %s; ids are 0 to %s; decode with the tokenizer"
            + " that encoded the text",
        id, vocabSize - 1);
  }
}
