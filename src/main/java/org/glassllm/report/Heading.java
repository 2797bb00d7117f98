package org.glassllm.report;

/**
 * A heading of a section.
 *
 * @param text plain text on one line
 */
public record Heading(String text) implements Part {
  @Override
  public String markdown() {
    return "## " + Markdown.inline(text);
  }
}
