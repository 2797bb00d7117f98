package org.glassllm.text;

import java.util.List;

/** Says whether a text, mostly one that a model wrote, is a tale and keeps its world consistent. */
public final class TaleChecker {
  private static final int EXCERPT = 40;

  private TaleChecker() {}

  /**
   * What the checker found.
   *
   * @param parses whether the words follow the grammar, whatever the state of the world
   * @param consistent whether they also keep the state: only then has the tale a probability
   * @param message one line: what is wrong and where, or that nothing is
   */
  public record Verdict(boolean parses, boolean consistent, String message) {}

  /**
   * What the checker found in many tales.
   *
   * @param tales how many
   * @param parsing how many parse
   * @param consistent how many are consistent as well
   * @param firstFault the message of the first tale that is not consistent; empty where all are
   */
  public record Report(int tales, int parsing, int consistent, String firstFault) {
    /** The share of tales that parse, from 0 to 1; 0 of none. */
    public double parsingShare() {
      return tales == 0 ? 0 : (double) parsing / tales;
    }

    /** The share of tales that are consistent, from 0 to 1; 0 of none. */
    public double consistentShare() {
      return tales == 0 ? 0 : (double) consistent / tales;
    }
  }

  /** Checks one tale; white space around it does not matter. */
  public static Verdict check(String tale) {
    String text = tale.strip() + "\n\n";
    StoryReader reader = new StoryReader(text, 0, text.length());
    StoryReader.Outcome outcome = reader.readOne(Tales.STORY);
    if (outcome == StoryReader.Outcome.WHOLE && reader.position() < text.length()) {
      return new Verdict(false, false, "text follows the end of the tale");
    }
    if (outcome != StoryReader.Outcome.WHOLE) {
      return new Verdict(false, false, foreign(text, reader));
    }
    if (reader.faultAt() >= 0) {
      return new Verdict(true, false, inconsistent(text, reader));
    }
    return new Verdict(true, true, "a consistent tale");
  }

  /** Checks many tales. */
  public static Report checkAll(List<String> tales) {
    int parsing = 0;
    int consistent = 0;
    String firstFault = "";
    for (String tale : tales) {
      Verdict verdict = check(tale);
      parsing += verdict.parses() ? 1 : 0;
      consistent += verdict.consistent() ? 1 : 0;
      if (firstFault.isEmpty() && !verdict.consistent()) {
        firstFault = verdict.message();
      }
    }
    return new Report(tales.size(), parsing, consistent, firstFault);
  }

  private static String foreign(String text, StoryReader reader) {
    String found = quote(text.substring(reader.position()).strip(), false);
    String wanted = quote(reader.expected().get(0).text(), false);
    int others = reader.expected().size() - 1;
    return "character "
        + reader.position()
        + before(text, reader.position())
        + ": expected "
        + wanted
        + (others > 0 ? " or one of " + others + " others" : "")
        + ", found "
        + (found.equals("\"\"") ? "the end of the text" : found);
  }

  private static String inconsistent(String text, StoryReader reader) {
    int at = reader.faultAt();
    return "character "
        + at
        + before(text, at)
        + ": "
        + quote(text.substring(at).strip(), false)
        + " cannot be: "
        + reader.fault();
  }

  private static String before(String text, int at) {
    return at == 0 ? "" : ", after " + quote(text.substring(0, at), true);
  }

  /** At most {@link #EXCERPT} characters of a text, from its end or its beginning, on one line. */
  private static String quote(String text, boolean fromEnd) {
    String line = text.replaceAll("\\s+", " ");
    if (line.length() <= EXCERPT) {
      return '"' + line + '"';
    }
    return fromEnd
        ? "\"…" + line.substring(line.length() - EXCERPT) + '"'
        : '"' + line.substring(0, EXCERPT) + "…\"";
  }
}
