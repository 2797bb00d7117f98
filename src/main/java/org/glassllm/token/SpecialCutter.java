package org.glassllm.token;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import org.glassllm.base.InputException;

/**
 * Cuts bytes at added tokens: the leftmost first, of two at one place the longer.
 *
 * <p>The bytes are searched as if they were Latin-1, because {@link String#indexOf} is fast and
 * Latin-1 keeps every byte.
 */
final class SpecialCutter {
  /** Takes the parts in their order. */
  interface Parts {
    /** Ordinary text: the bytes {@code [from, to)}, at least one. */
    void text(int from, int to);

    /** An added token. */
    void token(int id);
  }

  private record Token(String latin1, String spelling, int id) {}

  private final Token[] found;
  private final Token[] refused;
  private final int longest;

  /**
   * @param always tokens that are found whatever {@code use} says
   */
  SpecialCutter(Map<String, Integer> always, Map<String, Integer> specials, SpecialUse use) {
    Map<String, Integer> all = new java.util.HashMap<>(always);
    Map<String, Integer> bad = new java.util.HashMap<>();
    specials.forEach(
        (spelling, id) -> {
          if (use.allows(spelling)) {
            all.put(spelling, id);
          } else if (use.refuses(spelling)) {
            bad.put(spelling, id);
          }
        });
    found = tokens(all);
    refused = tokens(bad);
    longest = Math.max(longest(found), longest(refused));
  }

  private static Token[] tokens(Map<String, Integer> ids) {
    return ids.entrySet().stream()
        .map(e -> new Token(latin1(Utf8.bytes(e.getKey()), 0, -1), e.getKey(), e.getValue()))
        .sorted(Comparator.comparingInt((Token t) -> -t.latin1.length()).thenComparing(Token::id))
        .toArray(Token[]::new);
  }

  private static int longest(Token[] tokens) {
    return Arrays.stream(tokens).mapToInt(t -> t.latin1.length()).max().orElse(0);
  }

  /** Nothing is searched for: the text is one part. */
  boolean isIdle() {
    return longest == 0;
  }

  /** Some tokens are an error where they occur. */
  boolean refusesAny() {
    return refused.length > 0;
  }

  /** Bytes of the longest token. */
  int longest() {
    return longest;
  }

  /** The default of {@link Tokenizer#encode(CharSequence, SpecialUse)}. */
  static int[] encode(Tokenizer tokenizer, CharSequence text, SpecialUse use) {
    byte[] bytes = Utf8.bytes(text);
    IdBuffer out = new IdBuffer(bytes.length / 3 + 16);
    SpecialCutter cutter = new SpecialCutter(Map.of(), tokenizer.specialTokens(), use);
    cutter.cut(
        bytes,
        0,
        bytes.length,
        new Parts() {
          @Override
          public void text(int from, int to) {
            out.add(tokenizer.encodeBytes(Arrays.copyOfRange(bytes, from, to)));
          }

          @Override
          public void token(int id) {
            out.add(id);
          }
        });
    return out.toArray();
  }

  /** Hands the parts of {@code text[from, to)} to {@code parts}. */
  void cut(byte[] text, int from, int to, Parts parts) {
    if (isIdle()) {
      if (from < to) {
        parts.text(from, to);
      }
      return;
    }
    String latin1 = latin1(text, from, to);
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

  /** Which token comes first at or after {@code at}; {@code next} keeps each one's next place. */
  private int first(String latin1, int at, int[] next) {
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
            "the text holds the special token "
                + token.spelling
                + " at character "
                + Utf8.text(before).length()
                + ", which is not allowed here; allow it, or encode it as ordinary text");
      }
    }
  }

  /** Whether a token begins before {@code cut} and ends after it. */
  boolean spans(byte[] text, int cut, int length) {
    if (isIdle()) {
      return false;
    }
    int from = Math.max(0, cut - longest + 1);
    String around = latin1(text, from, Math.min(length, cut + longest - 1));
    return spans(around, cut - from, found) || spans(around, cut - from, refused);
  }

  private static boolean spans(String around, int cut, Token[] tokens) {
    for (Token token : tokens) {
      int place = around.indexOf(token.latin1, Math.max(0, cut - token.latin1.length() + 1));
      if (place >= 0 && place < cut) {
        return true;
      }
    }
    return false;
  }

  private static String latin1(byte[] bytes, int from, int to) {
    return new String(
        bytes, from, (to < 0 ? bytes.length : to) - from, StandardCharsets.ISO_8859_1);
  }
}
