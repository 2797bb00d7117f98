package org.glassllm.text.tales;

import java.util.List;

/** Checks whether a text, usually a model's, is a tale and consistent with its world. */
public final class TaleChecker {
  private static final int EXCERPT = 40;

  private TaleChecker() {}

  /**
   * The result for one tale.
   *
   * @param parses whether the words follow the grammar, whatever the state of the world
   * @param consistent whether they also respect the state; otherwise the probability is 0
   * @param message one line: the fault and its position, or that there is none
   */
  public record Verdict(boolean parses, boolean consistent, String message) {}

  /**
   * The result for many tales.
   *
   * @param tales number of tales
   * @param parsing number of tales that parse
   * @param consistent number of tales that are consistent too
   * @param firstFault the message of the first inconsistent tale; empty if there is none
   */
  public record Report(int tales, int parsing, int consistent, String firstFault) {
    /** Returns the share of tales that parse, from 0 to 1; 0 without tales. */
    public double parsingShare() {
      return tales == 0 ? 0 : (double) parsing / tales;
    }

    /** Returns the share of consistent tales, from 0 to 1; 0 without tales. */
    public double consistentShare() {
      return tales == 0 ? 0 : (double) consistent / tales;
    }
  }

  /** Checks one tale; white space around it is ignored. */
  public static Verdict check(String tale) {
    String text = tale.strip() + "\n\n";
    StoryReader reading = StoryReader.read(Tales.STORY, text, 0, text.length(), 1);
    if (reading.outcome != StoryReader.Outcome.WHOLE) {
      return new Verdict(false, false, foreign(text, reading));
    }
    if (reading.position < text.length()) {
      return new Verdict(false, false, "text follows the end of the tale");
    }
    if (reading.faultAt >= 0) {
      String found = quote(text.substring(reading.faultAt).strip(), false);
      String message = at(text, reading.faultAt) + found + " cannot be: " + reading.fault;
      return new Verdict(true, false, message);
    }
    return new Verdict(true, true, "a consistent tale");
  }

  /** Checks many tales. */
  public static Report checkAll(List<String> tales) {
    List<Verdict> all = tales.stream().map(TaleChecker::check).toList();
    List<Verdict> faulty = all.stream().filter(verdict -> !verdict.consistent()).toList();
    return new Report(
        all.size(),
        (int) all.stream().filter(Verdict::parses).count(),
        all.size() - faulty.size(),
        faulty.isEmpty() ? "" : faulty.get(0).message());
  }

  private static String foreign(String text, StoryReader reading) {
    String found = text.substring(reading.position).strip();
    int others = reading.expected.size() - 1;
    return at(text, reading.position)
        + "expected "
        + quote(reading.expected.get(0).text(), false)
        + (others > 0 ? " or one of " + others + " others" : "")
        + ", found "
        + (found.isEmpty() ? "the end of the text" : quote(found, false));
  }

  private static String at(String text, int index) {
    String before = index == 0 ? "" : ", after " + quote(text.substring(0, index), true);
    return "character " + index + before + ": ";
  }

  /** Returns at most {@link #EXCERPT} characters from the end or start of a text, on one line. */
  private static String quote(String text, boolean fromEnd) {
    String line = text.replaceAll("\\s+", " ");
    int more = Math.max(0, line.length() - EXCERPT);
    String dots = more == 0 ? "" : "…";
    return fromEnd
        ? '"' + dots + line.substring(more) + '"'
        : '"' + line.substring(0, line.length() - more) + dots + '"';
  }
}
