package org.glassllm.text.tales;

import org.glassllm.base.Check;

/**
 * Computes the exact probability of tales. The mean negative log-probability of new tales is the
 * floor: no model has a lower expected loss. All logarithms are natural.
 */
public final class TaleScorer {
  private TaleScorer() {}

  /**
   * Returns the log-probability of a tale in nats; −∞ if the grammar cannot generate the tale.
   *
   * @param tale one tale that ends with {@link Tales#END}
   */
  public static double score(String tale) {
    StoryReader reading = StoryReader.read(Tales.STORY, tale, 0, tale.length(), 1);
    boolean whole = reading.outcome == StoryReader.Outcome.WHOLE && reading.stories == 1;
    return whole && reading.position == tale.length()
        ? reading.logProbability()
        : Double.NEGATIVE_INFINITY;
  }

  /**
   * Returns the log-probability in nats that consecutive tales begin with a text; −∞ if no tales
   * begin with this text. If the text ends inside a tale, all continuations of the tale count.
   */
  public static double logProbability(String text) {
    return logProbability(text, 0);
  }

  /**
   * Returns the log-probability in nats of {@code text[from..]} given {@code text[0..from)}; −∞ if
   * the grammar cannot generate the text.
   *
   * <p>The text consists of consecutive tales; {@code from} and the end may lie inside a tale. The
   * first tale may lack its beginning if a complete {@link Tales#END} precedes {@code from}.
   *
   * @param from the index of the first character to score, from 0 to the length of the text
   */
  public static double logProbability(String text, int from) {
    Check.within("from", from, 0, text.length());
    int start = taleStart(text, from);
    double given = read(text, start, from).logProbability();
    double whole = read(text, start, text.length()).logProbability();
    return given == Double.NEGATIVE_INFINITY ? given : whole - given;
  }

  /**
   * Returns the start of the tale that contains {@code index}; returns 0 if no tale ends before
   * {@code index}.
   */
  public static int taleStart(String text, int index) {
    int end = text.lastIndexOf(Tales.END, index - Tales.END.length());
    return end < 0 ? 0 : end + Tales.END.length();
  }

  /**
   * Returns whether a text consists of consecutive tales, at least one of them complete; the last
   * tale may be truncated.
   */
  public static boolean recognizes(String text) {
    StoryReader reading = read(text, 0, text.length());
    return reading.outcome != StoryReader.Outcome.FOREIGN
        && reading.stories > 0
        && reading.logProbability() > Double.NEGATIVE_INFINITY;
  }

  private static StoryReader read(String text, int start, int end) {
    return StoryReader.read(Tales.STORY, text, start, end, Integer.MAX_VALUE);
  }
}
