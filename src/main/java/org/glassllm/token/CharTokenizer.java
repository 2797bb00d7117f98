package org.glassllm.token;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.glassllm.base.Check;
import org.glassllm.base.InputException;

/**
 * One id for each distinct character (Unicode code point) of a training text: the simplest
 * tokenizer there is, with a tiny vocabulary, long sequences, and no way to write a character that
 * it has not seen.
 */
public final class CharTokenizer implements Tokenizer {
  private final String[] tokens;
  private final Map<Integer, Integer> ids = new HashMap<>();
  private final int[] low = new int[0x250];
  private final SpecialTokens specials;

  private CharTokenizer(String[] tokens, SpecialTokens specials) {
    this.tokens = tokens;
    this.specials = specials;
    Arrays.fill(low, -1);
    for (int id = 0; id < tokens.length; id++) {
      if (!specials.ids().containsValue(id)) {
        int codePoint = tokens[id].codePointAt(0);
        ids.put(codePoint, id);
        if (codePoint < low.length) {
          low[codePoint] = id;
        }
      }
    }
  }

  /** The tokenizer of a text's characters in the order of their code points. */
  public static CharTokenizer train(CharSequence text) {
    return train(text, SpecialTokens.NONE);
  }

  /**
   * The tokenizer of a text's characters, after special tokens whose ids are {@code 0, 1, 2, …}.
   *
   * @param specials as {@link SpecialTokens#numbered} gives them
   */
  public static CharTokenizer train(CharSequence text, SpecialTokens specials) {
    if (text.length() == 0) {
      throw new InputException("the text is empty: there are no characters to learn; give another");
    }
    int first = specials.ids().size();
    int[] codePoints =
        new String(Utf8.bytes(text), StandardCharsets.UTF_8)
            .codePoints()
            .distinct()
            .sorted()
            .toArray();
    String[] tokens = new String[first + codePoints.length];
    specials
        .ids()
        .forEach((token, id) -> tokens[Check.within("id of " + token, id, 0, first - 1)] = token);
    for (int i = 0; i < codePoints.length; i++) {
      tokens[first + i] = Character.toString(codePoints[i]);
    }
    return new CharTokenizer(tokens, specials);
  }

  static CharTokenizer of(Vocabulary vocabulary, SpecialTokens specials, JsonFields fields) {
    String[] tokens = new String[vocabulary.size()];
    for (int id = 0; id < tokens.length; id++) {
      tokens[id] = vocabulary.token(id);
      if (tokens[id] == null) {
        throw fields.wrong("model.vocab", "no token with the id " + id, "without gaps");
      }
      if (!specials.ids().containsKey(tokens[id])
          && (tokens[id].isEmpty() || tokens[id].codePointCount(0, tokens[id].length()) != 1)) {
        throw fields.wrong("model.vocab[\"" + tokens[id] + "\"]", id, "a single character");
      }
    }
    return new CharTokenizer(tokens, specials);
  }

  /** A token as text. */
  String token(int id) {
    return tokens[id];
  }

  @Override
  public int vocabSize() {
    return tokens.length;
  }

  @Override
  public int[] encode(CharSequence text) {
    int[] out = new int[text.length()];
    int n = 0;
    for (int i = 0; i < text.length(); n++) {
      int codePoint = Character.codePointAt(text, i);
      out[n] = idOf(codePoint);
      i += Character.charCount(codePoint);
    }
    return n == out.length ? out : Arrays.copyOf(out, n);
  }

  /** One character each, also where an unknown one became a token with a longer name. */
  @Override
  public List<TokenSpan> spans(CharSequence text) {
    List<TokenSpan> spans = new ArrayList<>(text.length());
    int at = 0;
    for (int id : encode(text)) {
      int end = at + Character.charCount(Character.codePointAt(text, at));
      spans.add(new TokenSpan(id, at, end));
      at = end;
    }
    return spans;
  }

  private int idOf(int character) {
    // as in training and in every UTF-8 encoder: half of a surrogate pair is no character
    int codePoint =
        Character.isBmpCodePoint(character) && Character.isSurrogate((char) character)
            ? 0xFFFD
            : character;
    int id = codePoint < low.length ? low[codePoint] : ids.getOrDefault(codePoint, -1);
    return id >= 0 ? id : unknown(codePoint);
  }

  private int unknown(int codePoint) {
    return specials
        .id(SpecialRole.UNK)
        .orElseThrow(
            () ->
                new InputException(
                    String.format(
                        "the character '%s' (U+%04X) was not in the text that this character"
                            + " tokenizer was trained on; train it on a text that has it, or use"
                            + " a byte-level tokenizer (bpe), which can write everything",
                        Character.toString(codePoint), codePoint)));
  }

  @Override
  public int[] encodeBytes(byte[] bytes) {
    try {
      return encode(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)));
    } catch (CharacterCodingException e) {
      throw new InputException(
          "the bytes are not UTF-8, and a character tokenizer knows characters only; use a"
              + " byte-level tokenizer (bpe), or convert the text to UTF-8",
          e);
    }
  }

  @Override
  public void encodeTo(InputStream in, IdSink sink) throws IOException {
    CharStream.encode(this, in, sink);
  }

  @Override
  public String decode(int... ids) {
    StringBuilder text = new StringBuilder(ids.length);
    for (int id : ids) {
      if (id < 0 || id >= tokens.length) {
        throw new InputException(
            "there is no token with the id "
                + id
                + "; valid ids are 0 to "
                + (tokens.length - 1)
                + "; were they made with another tokenizer?");
      }
      text.append(tokens[id]);
    }
    return text.toString();
  }

  @Override
  public byte[] decodeBytes(int... ids) {
    return Utf8.bytes(decode(ids));
  }

  @Override
  public Map<String, Integer> specialTokens() {
    return specials.ids();
  }

  @Override
  public OptionalInt special(SpecialRole role) {
    return specials.id(role);
  }

  @Override
  public void save(Path file) {
    HuggingFaceWriter.write(this, specials, file);
  }
}
