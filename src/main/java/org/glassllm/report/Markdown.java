package org.glassllm.report;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes plain texts as Markdown. A text of a model may contain anything, so all is escaped. */
final class Markdown {
  /** Matches the characters that can start or end a construct inside a line. */
  private static final Pattern SPECIAL = Pattern.compile("[\\\\`*_{}\\[\\]<>|~&!#]");

  /** Matches control characters and lone surrogates, which HTML cannot contain. */
  private static final Pattern UNREADABLE =
      Pattern.compile("[\\p{Cc}\\p{Cs}\\uFFFE\\uFFFF&&[^\n\t]]");

  private Markdown() {}

  /** Returns a plain text as Markdown on one line; a line end becomes ↵. */
  static String inline(String text) {
    String clean = UNREADABLE.matcher(text.strip()).replaceAll("\uFFFD");
    String line = clean.replaceAll("[ \\t]*\\n", " ↵ ");
    return SPECIAL.matcher(line).replaceAll("\\\\$0");
  }

  /** Returns a plain text as a paragraph of Markdown, which is not a list or a rule. */
  static String paragraph(String text) {
    return inline(text).replaceFirst("^(\\d*)([-+=.)])", "$1\\\\$2");
  }

  /** Returns a row of a table. */
  static String row(List<String> cells) {
    return cells.stream().collect(Collectors.joining(" | ", "| ", " |"));
  }
}
