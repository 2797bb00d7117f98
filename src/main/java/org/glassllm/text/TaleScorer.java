package org.glassllm.text;

import org.glassllm.base.InputException;

/**
 * The exact probability of tales. No model's perplexity on freshly drawn tales can in expectation
 * be below the one that follows from these probabilities: it is the floor.
 *
 * <p>All logarithms are natural.
 */
public final class TaleScorer {
  private TaleScorer() {}

  /**
   * The log-probability that the grammar gives exactly this tale.
   *
   * @param tale one tale with its {@link Tales#END}
   * @return in nats, negative; −∞ for a text that the grammar never gives
   */
  public static double score(String tale) {
    StoryReader reader = new StoryReader(tale, 0, tale.length());
    boolean whole = reader.readOne(Tales.STORY) == StoryReader.Outcome.WHOLE;
    return whole && reader.position() == tale.length()
        ? reader.logProbability()
        : Double.NEGATIVE_INFINITY;
  }

  /**
   * The log-probability that tales one after another begin with this text; the text may end inside
   * a tale, and then all ways in which it could go on are counted.
   *
   * @return in nats, at most 0; −∞ for a text that no tales begin with
   */
  public static double logProbability(String text) {
    return logProbability(text, 0);
  }

  /**
   * The log-probability of {@code text[from..]} given {@code text[0..from)}.
   *
   * <p>The text is tales one after another; {@code from} and the end may lie inside a tale. Only
   * the tale around {@code from} and those after it are read, so a text whose beginning is cut is
   * well, as long as a whole {@link Tales#END} stands before {@code from}.
   *
   * @param from an index into {@code text}
   * @return in nats, at most 0; −∞ where the grammar gives no such text
   */
  public static double logProbability(String text, int from) {
    if (from < 0 || from > text.length()) {
      throw new InputException(
          "illegal from: " + from + ", must be from 0 to the text's length " + text.length());
    }
    int start = taleStart(text, from);
    double given = prefix(text, start, from);
    return given == Double.NEGATIVE_INFINITY ? given : prefix(text, start, text.length()) - given;
  }

  /** Where the tale begins that holds the character at {@code index}; 0 if none is known to. */
  public static int taleStart(String text, int index) {
    int end = text.lastIndexOf(Tales.END, index - Tales.END.length());
    return end < 0 ? 0 : end + Tales.END.length();
  }

  /**
   * Whether a text is tales: at least one whole tale, nothing but tales before and after it, the
   * last of which may be cut.
   */
  public static boolean recognizes(String text) {
    StoryReader reader = new StoryReader(text, 0, text.length());
    return reader.readAll(Tales.STORY) != StoryReader.Outcome.FOREIGN
        && reader.stories() > 0
        && reader.logProbability() > Double.NEGATIVE_INFINITY;
  }

  private static double prefix(String text, int start, int end) {
    StoryReader reader = new StoryReader(text, start, end);
    reader.readAll(Tales.STORY);
    return reader.logProbability();
  }
}
