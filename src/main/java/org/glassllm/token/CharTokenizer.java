package org.glassllm.token;

import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.glassllm.base.Check;
import org.glassllm.base.InputException;

/**
 * Maps each distinct character (Unicode code point) of a training text to one id. The vocabulary is
 * tiny and sequences are long; characters that training did not see cannot be encoded.
 */
public final class CharTokenizer implements Tokenizer {
  private static final int BLOCK = 1 << 16;

  private final String[] tokens;
  private final SpecialTokens specials;
  private final Int2IntOpenHashMap ids = new Int2IntOpenHashMap();

  /**
   * Creates a tokenizer from its vocabulary.
   *
   * @param tokens the token of each id: a special token or a single character
   * @param specials the special tokens among them
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

  /** Returns a tokenizer of the characters of a text, in code point order. */
  public static CharTokenizer train(CharSequence text) {
    return train(text, SpecialTokens.NONE);
  }

  /**
   * Returns a tokenizer of special tokens followed by the characters of a text.
   *
   * @param specials special tokens with the ids 0, 1, 2, …, see {@link SpecialTokens#numbered}
   */
  public static CharTokenizer train(CharSequence text, SpecialTokens specials) {
    try {
      return train(new ByteArrayInputStream(Utf8.bytes(text)), specials);
    } catch (IOException e) {
      throw new UncheckedIOException("an array cannot fail", e);
    }
  }

  /**
   * Returns a tokenizer of special tokens followed by the characters of a stream, which may be
   * longer than memory.
   *
   * @param utf8 a text in UTF-8
   * @param specials special tokens with the ids 0, 1, 2, …, see {@link SpecialTokens#numbered}
   */
  public static CharTokenizer train(InputStream utf8, SpecialTokens specials) throws IOException {
    BitSet seen = new BitSet();
    forEachBlock(utf8, block -> block.codePoints().forEach(seen::set));
    if (seen.isEmpty()) {
      throw new InputException("the text is empty; give a text with at least one character");
    }
    int first = specials.ids().size();
    int[] codePoints = seen.stream().toArray();
    String[] tokens = new String[first + codePoints.length];
    specials
        .ids()
        .forEach((token, id) -> tokens[Check.within("id of " + token, id, 0, first - 1)] = token);
    for (int i = 0; i < codePoints.length; i++) {
      tokens[first + i] = Character.toString(codePoints[i]);
    }
    return new CharTokenizer(tokens, specials);
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

  /** Returns one span per character, also for the unknown token. */
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
    int codePoint = Utf8.isSurrogate(character) ? 0xFFFD : character;
    int id = ids.get(codePoint);
    return id >= 0 ? id : specials.id(SpecialRole.UNK).orElseThrow(() -> unknown(codePoint));
  }

  private static InputException unknown(int codePoint) {
    return new InputException(
        "the character '%s' (U+%04X) was not in the training text of this character tokenizer;"
            + " train on a text that has it, or use a byte-level tokenizer (bpe)",
        Character.toString(codePoint), codePoint);
  }

  @Override
  public int[] encodeBytes(byte[] bytes) {
    try {
      return encode(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)));
    } catch (CharacterCodingException e) {
      throw notUtf8(e);
    }
  }

  /** Encodes a stream in blocks of 65,536 characters. */
  @Override
  public void encodeTo(InputStream in, IdSink sink) throws IOException {
    forEachBlock(
        in,
        block -> {
          int[] ids = encode(block);
          sink.accept(ids, ids.length);
        });
  }

  /** Takes a part of a text; the buffer is used again afterwards. */
  private interface BlockAction {
    void take(CharBuffer block) throws IOException;
  }

  private static void forEachBlock(InputStream in, BlockAction action) throws IOException {
    Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder());
    char[] chars = new char[BLOCK];
    int held = 0;
    try {
      for (int read = 0; read >= 0; ) {
        read = reader.read(chars, held, BLOCK - held);
        int count = held + Math.max(read, 0);
        // A block must not separate the two halves of a surrogate pair.
        held = read >= 0 && count > 0 && Character.isHighSurrogate(chars[count - 1]) ? 1 : 0;
        action.take(CharBuffer.wrap(chars, 0, count - held));
        chars[0] = held > 0 ? chars[count - 1] : 0;
      }
    } catch (CharacterCodingException e) {
      throw notUtf8(e);
    }
  }

  private static InputException notUtf8(CharacterCodingException e) {
    return new InputException(
        "the bytes are not UTF-8, and a character tokenizer encodes characters only; use a"
            + " byte-level tokenizer (bpe), or convert the text with iconv -t UTF-8",
        e);
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
