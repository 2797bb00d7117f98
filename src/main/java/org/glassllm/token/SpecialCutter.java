package org.glassllm.token;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import org.glassllm.base.InputException;

/**
 * Cuts bytes at special and added tokens: the leftmost token first, at one position the longest.
 *
 * <p>The search reads the bytes as Latin-1, which keeps every byte and makes {@link
 * String#indexOf(String)} usable.
 */
public final class SpecialCutter {
  /** Receives the parts of a text in order. */
  public interface Parts {
    /** Receives ordinary text: the bytes {@code [from, to)}, at least one. */
    void text(int from, int to);

    /** Receives a token. */
    void token(int id);
  }

  private record Token(String latin1, String spelling, int id) {}

  private final Token[] found;
  private final Token[] refused;
  private final int longest;

  /**
   * Creates a cutter.
   *
   * @param always tokens that are found whatever {@code use} says
   * @param specials tokens that {@code use} allows, refuses or ignores
   */
  public SpecialCutter(Map<String, Integer> always, Map<String, Integer> specials, SpecialUse use) {
    Map<String, Integer> allowed = new HashMap<>(specials);
    allowed.keySet().removeIf(spelling -> !use.allows(spelling));
    allowed.putAll(always);
    found = tokens(allowed);
    Map<String, Integer> forbidden = new HashMap<>(specials);
    forbidden.keySet().removeIf(spelling -> !use.refuses(spelling));
    refused = tokens(forbidden);
    longest = Math.max(longest(found), longest(refused));
  }

  private static Token[] tokens(Map<String, Integer> ids) {
    return ids.entrySet().stream()
        .map(
            e ->
                new Token(
                    new String(Utf8.bytes(e.getKey()), StandardCharsets.ISO_8859_1),
                    e.getKey(),
                    e.getValue()))
        .sorted(Comparator.comparingInt((Token t) -> -t.latin1.length()).thenComparing(Token::id))
        .toArray(Token[]::new);
  }

  private static int longest(Token... tokens) {
    return tokens.length == 0 ? 0 : tokens[0].latin1.length();
  }

  /** Returns whether there is no token to search for. */
  public boolean isIdle() {
    return longest == 0;
  }

  /** Returns whether some token is an error. */
  public boolean refusesAny() {
    return refused.length > 0;
  }

  /** Returns the length of the longest token in bytes. */
  public int longest() {
    return longest;
  }

  /** The default of {@link Tokenizer#encode(CharSequence, SpecialUse)}. */
  static int[] encode(Tokenizer tokenizer, CharSequence text, SpecialUse use) {
    byte[] bytes = Utf8.bytes(text);
    IntArrayList out = new IntArrayList(bytes.length / 3 + 16);
    SpecialCutter cutter = new SpecialCutter(Map.of(), tokenizer.specialTokens(), use);
    cutter.cut(
        bytes,
        0,
        bytes.length,
        new Parts() {
          @Override
          public void text(int from, int to) {
            byte[] part = Arrays.copyOfRange(bytes, from, to);
            out.addElements(out.size(), tokenizer.encodeBytes(part));
          }

          @Override
          public void token(int id) {
            out.add(id);
          }
        });
    return out.toIntArray();
  }

  /**
   * Passes the parts of {@code text[from, to)} to {@code parts}.
   *
   * @throws InputException if the text contains a refused token
   */
  public void cut(byte[] text, int from, int to, Parts parts) {
    String latin1 = isIdle() ? "" : latin1(text, from, to);
    refuse(latin1);
    int[] next = new int[found.length];
    Arrays.fill(next, -1);
    int at = 0;
    for (int i = first(latin1, at, next); i >= 0; i = first(latin1, at, next)) {
      if (next[i] > at) {
        parts.text(from + at, from + next[i]);
      }
      parts.token(found[i].id);
      at = next[i] + found[i].latin1.length();
    }
    if (at < to - from) {
      parts.text(from + at, to);
    }
  }

  /** Returns the token that occurs first at or after {@code at}; {@code next} caches positions. */
  private int first(String latin1, int at, int... next) {
    int best = -1;
    for (int i = 0; i < next.length; i++) {
      if (next[i] < at) {
        int place = latin1.indexOf(found[i].latin1, at);
        next[i] = place < 0 ? Integer.MAX_VALUE : place;
      }
      if (next[i] < Integer.MAX_VALUE && (best < 0 || next[i] < next[best])) {
        best = i;
      }
    }
    return best;
  }

  private void refuse(String latin1) {
    for (Token token : refused) {
      int place = latin1.indexOf(token.latin1);
      if (place >= 0) {
        byte[] before = latin1.substring(0, place).getBytes(StandardCharsets.ISO_8859_1);
        throw new InputException(
            "the text contains the special token %s at character %s, which is refused here;"
                + " allow it, or encode it as ordinary text",
            token.spelling, new String(before, StandardCharsets.UTF_8).length());
      }
    }
  }

  /** Returns whether a token starts before {@code cut} and ends after it. */
  public boolean spans(byte[] text, int cut, int length) {
    if (isIdle()) {
      return false;
    }
    int from = Math.max(0, cut - longest + 1);
    String around = latin1(text, from, Math.min(length, cut + longest - 1));
    return spans(around, cut - from, found) || spans(around, cut - from, refused);
  }

  private static boolean spans(String around, int cut, Token... tokens) {
    for (Token token : tokens) {
      int place = around.indexOf(token.latin1, Math.max(0, cut - token.latin1.length() + 1));
      if (place >= 0 && place < cut) {
        return true;
      }
    }
    return false;
  }

  private static String latin1(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
  }
}
