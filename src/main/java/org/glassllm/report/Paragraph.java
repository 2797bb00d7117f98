package org.glassllm.report;

/**
 * A paragraph.
 *
 * @param text plain text
 */
public record Paragraph(String text) implements Part {
  @Override
  public String markdown() {
    return Markdown.paragraph(text);
  }
}
