package org.glassllm.token;

import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import org.glassllm.base.Check;
import org.glassllm.base.InputException;
import org.glassllm.text.Document;

/**
 * A tokenizer with one id for each distinct character (Unicode code point) of a training text. The
 * vocabulary is tiny, but sequences are long. A character outside the vocabulary becomes UNK, or is
 * an error if the vocabulary has no UNK.
 */
public final class CharTokenizer implements Tokenizer {
  private final String[] tokens;
  private final SpecialTokens specials;
  private final Int2IntOpenHashMap ids = new Int2IntOpenHashMap();

  /**
   * Creates a tokenizer from its vocabulary.
   *
   * @param tokens the token of each id: a special token or a single character
   * @param specials the special tokens in {@code tokens}
   */
  public CharTokenizer(String[] tokens, SpecialTokens specials) {
    this.tokens = tokens.clone();
    this.specials = specials;
    ids.defaultReturnValue(-1);
    for (int id = 0; id < tokens.length; id++) {
      if (!specials.ids().containsKey(tokens[id])) {
        ids.put(tokens[id].codePointAt(0), id);
      }
    }
  }

  /**
   * Returns a tokenizer whose vocabulary is the distinct characters of a text, in code point order.
   */
  public static CharTokenizer train(CharSequence text) {
    return train(text, SpecialTokens.NONE);
  }

  /**
   * Returns a tokenizer whose vocabulary is the special tokens, then the distinct characters of a
   * text.
   *
   * @param specials special tokens with the ids 0, 1, 2, …, see {@link SpecialTokens#numbered}
   */
  public static CharTokenizer train(CharSequence text, SpecialTokens specials) {
    BitSet seen = new BitSet();
    text.codePoints().map(CharTokenizer::whole).forEach(seen::set);
    return train(seen, specials);
  }

  /**
   * Returns a tokenizer whose vocabulary is the special tokens, then the distinct characters of
   * documents. The documents may exceed memory.
   *
   * @param specials special tokens with the ids 0, 1, 2, …, see {@link SpecialTokens#numbered}
   */
  public static CharTokenizer train(SpecialTokens specials, Document... documents) {
    BitSet seen = new BitSet();
    for (Document document : documents) {
      document.decode(Long.MAX_VALUE, block -> block.codePoints().forEach(seen::set));
    }
    return train(seen, specials);
  }

  private static CharTokenizer train(BitSet seen, SpecialTokens specials) {
    if (seen.isEmpty()) {
      throw new InputException("the text is empty; give a text with at least one character");
    }
    int first = specials.ids().size();
    List<String> tokens = new ArrayList<>(Collections.nCopies(first, null));
    specials
        .ids()
        .forEach(
            (token, id) -> tokens.set(Check.within("id of " + token, id, 0, first - 1), token));
    seen.stream().mapToObj(Character::toString).forEach(tokens::add);
    return new CharTokenizer(tokens.toArray(new String[0]), specials);
  }

  @Override
  public int vocabSize() {
    return tokens.length;
  }

  @Override
  public SpecialTokens specials() {
    return specials;
  }

  @Override
  public CharTokenizer withSpecials(List<String> spellings) {
    List<String> all = new ArrayList<>(Arrays.asList(tokens));
    all.addAll(spellings);
    return new CharTokenizer(all.toArray(new String[0]), specials.plus(spellings, tokens.length));
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

  /** Returns one span per character, also for characters that become UNK. */
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
    int codePoint = whole(character);
    int id = ids.get(codePoint);
    return id >= 0 ? id : specials.id(SpecialRole.UNK).orElseThrow(() -> unknown(codePoint));
  }

  /** Returns U+FFFD for a lone surrogate, otherwise {@code codePoint}. */
  private static int whole(int codePoint) {
    return Utf8.isSurrogate(codePoint) ? 0xFFFD : codePoint;
  }

  private static InputException unknown(int codePoint) {
    return new InputException(
        "the character '%s' (U+%04X) was not in the training text of this character"
            + " tokenizer; train on a text that contains the character, or use a byte-level"
            + " tokenizer (bpe)",
        Character.toString(codePoint), codePoint);
  }

  @Override
  public int[] encodeBytes(byte[] bytes) {
    try {
      return encode(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)));
    } catch (CharacterCodingException e) {
      throw new InputException(
          "the bytes are not UTF-8, and a character tokenizer encodes characters only; use a"
              + " byte-level tokenizer (bpe), or convert the text with iconv -t UTF-8",
          e);
    }
  }

  /** Encodes a stream in blocks of 65,536 characters. */
  @Override
  public void encodeTo(InputStream in, IdSink sink) throws IOException {
    Document.Blocks encoding =
        block -> {
          int[] ids = encode(block);
          sink.accept(ids, ids.length);
        };
    Document.decode(in, "the text", Long.MAX_VALUE, encoding);
  }

  @Override
  public String decode(int... ids) {
    StringBuilder text = new StringBuilder(ids.length);
    for (int id : ids) {
      if (id < 0 || id >= tokens.length) {
        throw Tokenizer.noToken(id, tokens.length);
      }
      text.append(tokens[id]);
    }
    return text.toString();
  }

  @Override
  public byte[] decodeBytes(int... ids) {
    return Utf8.bytes(decode(ids));
  }
}
