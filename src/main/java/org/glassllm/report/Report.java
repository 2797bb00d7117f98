package org.glassllm.report;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.Image;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.glassllm.base.SafeFiles;
import org.glassllm.picture.Charts;

/**
 * A report of an experiment.
 *
 * @param title the title, on one line
 * @param parts the parts in their order
 */
public record Report(String title, List<Part> parts) {
  private static final List<Extension> TABLES = List.of(TablesExtension.create());
  private static final Parser PARSER = Parser.builder().extensions(TABLES).build();
  private static final String PAGE =
      """
      <!DOCTYPE html>
      <html lang="en" xmlns="http://www.w3.org/1999/xhtml">
      <head>
      <meta charset="utf-8"/>
      <meta name="viewport" content="width=device-width, initial-scale=1"/>
      <title>%s</title>
      <style>
      :root { color-scheme: light dark; }
      body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto;
        padding: 0 1rem; }
      h2 { margin-top: 2.5rem; }
      table { border-collapse: collapse; margin: 1rem 0; width: 100%%; font-size: 0.9rem; }
      th, td { border-bottom: 1px solid #8886; padding: 0.3rem 0.6rem; vertical-align: top;
        overflow-wrap: anywhere; }
      th, td:first-child { overflow-wrap: normal; }
      th { text-align: left; border-bottom-width: 2px; }
      [align=right] { text-align: right; font-variant-numeric: tabular-nums; }
      blockquote { margin: 2rem 0 0; padding: 0.1rem 1rem; border-left: 4px solid #6baed6;
        background: #8881; }
      blockquote + table { table-layout: fixed; }
      blockquote + table th:first-child { width: 6rem; }
      img { max-width: 100%%; height: auto; }
      code { font-size: 0.9em; }
      </style>
      </head>
      <body>
      %s</body>
      </html>
      """;

  /** Copies the list of parts. */
  public Report {
    parts = List.copyOf(parts);
  }

  /** Returns the report in GitHub's Markdown; the plots are files beside the report. */
  public String markdown() {
    return "# "
        + Markdown.inline(title)
        + parts.stream().map(part -> "\n\n" + part.markdown()).collect(Collectors.joining())
        + "\n";
  }

  /** Returns the report as one HTML page that contains its plots and loads no other file. */
  public String html() {
    Map<String, String> images =
        plots().stream().collect(Collectors.toMap(Plot::file, plot -> dataUri(plot.image())));
    HtmlRenderer renderer =
        HtmlRenderer.builder()
            .extensions(TABLES)
            .escapeHtml(true)
            .attributeProviderFactory(
                context ->
                    (node, tag, attributes) -> {
                      if (node instanceof Image) {
                        attributes.computeIfPresent("src", (name, file) -> images.get(file));
                      }
                    })
            .build();
    String name = title.replace("&", "&amp;").replace("<", "&lt;");
    return PAGE.formatted(name, renderer.render(PARSER.parse(markdown())));
  }

  private List<Plot> plots() {
    return parts.stream().filter(Plot.class::isInstance).map(Plot.class::cast).toList();
  }

  private static String dataUri(BufferedImage image) {
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(Charts.png(image));
  }

  /**
   * Writes {@code report.md}, its plots, and {@code report.html} to a folder, which is created if
   * necessary. Existing files with these names are replaced.
   */
  public void writeTo(Path folder) {
    plots().forEach(plot -> Charts.writePng(plot.image(), folder.resolve(plot.file())));
    SafeFiles.replace(folder.resolve("report.md"), markdown());
    SafeFiles.replace(folder.resolve("report.html"), html());
  }
}
