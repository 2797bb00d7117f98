package org.glassllm.report;

import java.awt.image.BufferedImage;

/**
 * A plot.
 *
 * @param name name of the PNG file without ending, unique in a report; letters, digits and hyphens
 * @param description what the plot shows, for readers who cannot see the plot
 * @param image the picture
 */
public record Plot(String name, String description, BufferedImage image) implements Part {
  /** Returns the name of the file, relative to the report. */
  String file() {
    return name + ".png";
  }

  @Override
  public String markdown() {
    return "![%s](%s)".formatted(Markdown.inline(description), file());
  }
}
