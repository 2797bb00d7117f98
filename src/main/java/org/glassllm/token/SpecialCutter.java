package org.glassllm.token;

import com.google.common.collect.Maps;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.glassllm.base.InputException;

/**
 * Cuts a text, given as bytes, at special and added tokens. The leftmost token is found first; of
 * several tokens at one position, the longest token is found.
 *
 * <p>The search decodes the bytes as Latin-1. Each byte becomes one character, so regular
 * expressions can search any bytes.
 */
public final class SpecialCutter {
  /** Receives the parts of a text between special and added tokens, in order. */
  @FunctionalInterface
  public interface TextPart {
    /** Receives the part {@code text[from, to)}, which has at least one byte. */
    void accept(int from, int to);
  }

  private final Map<String, Integer> ids = new HashMap<>();
  private final Pattern found; // null if no token becomes an id
  private final Pattern refused; // null if no token is refused
  private final int longest;

  /**
   * Creates a cutter.
   *
   * @param always added tokens and their ids; {@code use} does not apply to them
   * @param specials special tokens and their ids; {@code use} allows, refuses or ignores each token
   */
  public SpecialCutter(Map<String, Integer> always, Map<String, Integer> specials, SpecialUse use) {
    Maps.filterKeys(specials, use::allows).forEach((token, id) -> ids.put(latin1(token), id));
    always.forEach((token, id) -> ids.put(latin1(token), id));
    List<String> forbidden =
        specials.keySet().stream().filter(use::refuses).map(SpecialCutter::latin1).toList();
    found = pattern(ids.keySet());
    refused = pattern(forbidden);
    longest =
        Stream.concat(ids.keySet().stream(), forbidden.stream())
            .mapToInt(String::length)
            .max()
            .orElse(0);
  }

  /**
   * Returns an expression that matches the tokens, or {@code null} if there are no tokens. An
   * expression tries its alternatives in order, so the longest token comes first.
   */
  private static Pattern pattern(Collection<String> tokens) {
    if (tokens.isEmpty()) {
      return null;
    }
    String starts =
        tokens.stream().map(t -> Pattern.quote(t.substring(0, 1))).collect(Collectors.joining());
    String all =
        tokens.stream()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .map(Pattern::quote)
            .collect(Collectors.joining("|"));
    // With several tokens, a test of the first character skips most positions.
    return Pattern.compile(tokens.size() == 1 ? all : "(?=[" + starts + "])(?:" + all + ")");
  }

  /** Returns whether there is no token to search for. */
  public boolean isIdle() {
    return longest == 0;
  }

  /** Returns whether this cutter refuses any token. */
  public boolean refusesAny() {
    return refused != null;
  }

  /** Returns the length of the longest token in bytes, or 0 if there are no tokens. */
  public int longest() {
    return longest;
  }

  /**
   * Returns the ids of a text; implements the default of {@link Tokenizer#encode(CharSequence,
   * SpecialUse)}.
   */
  static int[] encode(Tokenizer tokenizer, CharSequence text, SpecialUse use) {
    byte[] bytes = Utf8.bytes(text);
    IntArrayList out = new IntArrayList(bytes.length / 3 + 16);
    SpecialCutter cutter = new SpecialCutter(Map.of(), tokenizer.specialTokens(), use);
    TextPart part =
        (from, to) ->
            out.addElements(out.size(), tokenizer.encodeBytes(Arrays.copyOfRange(bytes, from, to)));
    cutter.cut(bytes, 0, bytes.length, part, out::add);
    return out.toIntArray();
  }

  /**
   * Cuts {@code text[from, to)}; passes each ordinary part to {@code part} and each token to {@code
   * token}, in order.
   *
   * @param part receives ordinary text
   * @param token receives the id of each token
   * @throws InputException if the text contains a refused token
   */
  public void cut(byte[] text, int from, int to, TextPart part, IntConsumer token) {
    String latin1 = isIdle() ? "" : latin1(text, from, to);
    Matcher wrong = refused == null ? null : refused.matcher(latin1);
    if (wrong != null && wrong.find()) {
      throw new InputException(
          "the text contains the refused special token %s at character %s; allow the"
              + " token, or encode it as ordinary text",
          utf8(wrong.group()), utf8(latin1.substring(0, wrong.start())).length());
    }
    int at = from;
    if (found != null) {
      for (Matcher next = found.matcher(latin1); next.find(); at = from + next.end()) {
        if (from + next.start() > at) {
          part.accept(at, from + next.start());
        }
        token.accept(ids.get(next.group()));
      }
    }
    if (at < to) {
      part.accept(at, to);
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

  private static boolean spans(String around, int cut, Pattern tokens) {
    Matcher next = tokens == null ? null : tokens.matcher(around);
    for (int at = 0; next != null && next.find(at) && next.start() < cut; at = next.start() + 1) {
      if (next.end() > cut) {
        return true;
      }
    }
    return false;
  }

  private static String latin1(String token) {
    byte[] bytes = Utf8.bytes(token);
    return latin1(bytes, 0, bytes.length);
  }

  private static String latin1(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
  }

  private static String utf8(String latin1) {
    return new String(latin1.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }
}
