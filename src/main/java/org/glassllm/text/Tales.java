package org.glassllm.text;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.glassllm.base.Check;

/**
 * Writes tales: short stories of a small world, drawn from a probabilistic grammar.
 *
 * <p>A tale has two people, one or two things and a few events; its ending tells what became of the
 * things. About one tale in six has Chinese names and phrases, whose characters take three bytes
 * each.
 */
public final class Tales {
  /** What each tale ends with; a blank line stands between two tales. */
  public static final String END = "The end.\n\n";

  /** The fewest bytes to ask for; every tale fits well within. */
  public static final long LEAST_BYTES = 1000;

  private static final String BLANK_LINE = "\n\n";

  /** The grammar. */
  static final Story STORY = new TaleStory();

  private Tales() {}

  /**
   * Writes tales.
   *
   * @param seed the same seed gives the same tales, on every platform
   * @param count how many, at least 1
   * @return the tales, each with its {@link #END}
   */
  public static List<String> generate(long seed, int count) {
    Check.positive("count", count);
    Narrator narrator = new Narrator(seed);
    List<String> tales = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      tales.add(narrator.tell(STORY));
    }
    return tales;
  }

  /**
   * Writes a text of whole tales, as many as fit.
   *
   * @param seed the same seed gives the same text, on every platform
   * @param bytes the most bytes that the text may take in UTF-8, at least 1000
   */
  public static String generateBytes(long seed, long bytes) {
    StringBuilder text = new StringBuilder();
    iterator(seed, bytes).forEachRemaining(text::append);
    return text.toString();
  }

  /**
   * Writes tales one by one, as many as fit, for a text too long for memory.
   *
   * @param seed the same seed gives the same tales, on every platform
   * @param bytes the most bytes that they may take in UTF-8 together, at least 1000
   */
  public static Iterator<String> iterator(long seed, long bytes) {
    Check.atLeast("bytes", bytes, LEAST_BYTES);
    Narrator narrator = new Narrator(seed);
    return new Iterator<>() {
      private long left = bytes;
      private String next = draw();

      private String draw() {
        String tale = narrator.tell(STORY);
        left -= tale.getBytes(StandardCharsets.UTF_8).length;
        return left < 0 ? null : tale;
      }

      @Override
      public boolean hasNext() {
        return next != null;
      }

      @Override
      public String next() {
        if (next == null) {
          throw new NoSuchElementException("the bytes are used up");
        }
        String tale = next;
        next = draw();
        return tale;
      }
    };
  }

  /**
   * Cuts a text into tales at its blank lines, so that one bad tale does not spoil the next.
   *
   * @param text tales, or what a model takes for tales
   * @return the parts, each with the line ends that follow it; parts of white space only are left
   *     out
   */
  public static List<String> split(String text) {
    List<String> parts = new ArrayList<>();
    int start = 0;
    while (start < text.length()) {
      int blank = text.indexOf(BLANK_LINE, start);
      int next = blank < 0 ? text.length() : blank + BLANK_LINE.length();
      String part = text.substring(start, next);
      if (!part.isBlank()) {
        parts.add(part);
      }
      start = next;
    }
    return parts;
  }
}
