package org.glassllm.picture;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.glassllm.base.SafeFiles;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.knowm.xchart.style.theme.GGPlot2Theme;

/** Draws line and bar charts. */
public final class Charts {
  private static final int WIDTH = 800;
  private static final int HEIGHT = 450;

  private Charts() {}

  /**
   * The data of one line in a chart.
   *
   * @param name name of the line in the legend
   * @param x horizontal coordinates, as many as y
   * @param y vertical coordinates
   * @param dots whether each point is marked with a dot
   */
  public record Line(String name, double[] x, double[] y, boolean dots) {}

  /** Returns a line chart with common axes; lines without points are omitted. */
  public static BufferedImage lines(String title, String xTitle, String yTitle, List<Line> lines) {
    XYChart chart = titled(new XYChart(WIDTH, HEIGHT, new GGPlot2Theme()), title, xTitle, yTitle);
    chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideE);
    for (Line line : lines) {
      if (line.x().length > 0) {
        chart
            .addSeries(line.name(), line.x(), line.y())
            .setMarker(line.dots() ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
      }
    }
    return BitmapEncoder.getBufferedImage(chart);
  }

  /**
   * Returns a chart of grouped bars, for example of sampling distributions.
   *
   * @param labels labels of the groups
   * @param groups name and bar heights of each series, one height per label
   */
  public static BufferedImage bars(
      String title,
      String xTitle,
      String yTitle,
      List<String> labels,
      Map<String, double[]> groups) {
    CategoryChart chart =
        titled(new CategoryChart(WIDTH, HEIGHT, new GGPlot2Theme()), title, xTitle, yTitle);
    chart.getStyler().setLegendPosition(Styler.LegendPosition.InsideNE);
    groups.forEach((name, y) -> chart.addSeries(name, labels, Arrays.stream(y).boxed().toList()));
    return BitmapEncoder.getBufferedImage(chart);
  }

  /** Sets the titles of a chart and of its axes; returns the chart. */
  static <C extends Chart<?, ?>> C titled(C chart, String title, String xTitle, String yTitle) {
    chart.setTitle(title);
    chart.setXAxisTitle(xTitle);
    chart.setYAxisTitle(yTitle);
    return chart;
  }

  /** Writes an image to a PNG file, atomically. */
  public static void writePng(BufferedImage image, Path file) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a write to memory does not fail
    }
    SafeFiles.replace(file, out -> bytes.writeTo(out));
  }
}
