package org.glassllm.picture;

import com.google.common.collect.ObjectArrays;
import java.awt.Color;
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
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.knowm.xchart.style.theme.GGPlot2Theme;

/** Draws line and bar charts. */
public final class Charts {
  private static final int WIDTH = 800;
  private static final int HEIGHT = 450;

  /** Maximum number of characters in the labels of an axis; more characters would overlap. */
  private static final int MOST_CHARACTERS = 50;

  private static final int TURNED = 45;

  /** Colors of further series; the theme has five. */
  private static final Color[] MORE_COLORS = {
    new Color(110, 110, 110), new Color(230, 140, 0), new Color(0, 60, 130)
  };

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
   * A measured number with its confidence interval.
   *
   * @param name name in the legend
   * @param x horizontal coordinate
   * @param low lower end of the interval
   * @param value the number
   * @param high upper end of the interval
   */
  public record Interval(String name, double x, double low, double value, double high) {}

  /** Returns a chart with a dot for each number and a vertical line for its interval. */
  public static BufferedImage intervals(
      String title, String xTitle, String yTitle, List<Interval> intervals) {
    XYChart chart = titled(new XYChart(WIDTH, HEIGHT, new GGPlot2Theme()), title, xTitle, yTitle);
    chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideE);
    Color[] colours = chart.getStyler().getSeriesColors();
    for (int i = 0; i < intervals.size(); i++) {
      Interval own = intervals.get(i);
      double[] x = {own.x()}, twice = {own.x(), own.x()}, ends = {own.low(), own.high()};
      XYSeries line = chart.addSeries(own.name() + " interval", twice, ends);
      line.setMarker(SeriesMarkers.NONE).setShowInLegend(false);
      XYSeries dot = chart.addSeries(own.name(), x, new double[] {own.value()});
      dot.setMarker(SeriesMarkers.CIRCLE);
      for (XYSeries series : List.of(line, dot)) {
        series.setLineColor(colours[i % colours.length]);
        series.setMarkerColor(colours[i % colours.length]);
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
    chart
        .getStyler()
        .setLegendPosition(
            groups.size() > 1 ? Styler.LegendPosition.OutsideE : Styler.LegendPosition.InsideNE);
    if (labels.stream().mapToInt(String::length).sum() > MOST_CHARACTERS) {
      chart.getStyler().setXAxisLabelRotation(TURNED);
    }
    groups.forEach((name, y) -> chart.addSeries(name, labels, Arrays.stream(y).boxed().toList()));
    return BitmapEncoder.getBufferedImage(chart);
  }

  /** Sets the titles of a chart and of its axes, and enough colors; returns the chart. */
  static <C extends Chart<?, ?>> C titled(C chart, String title, String xTitle, String yTitle) {
    Color[] theme = chart.getStyler().getSeriesColors();
    chart.getStyler().setSeriesColors(ObjectArrays.concat(theme, MORE_COLORS, Color.class));
    chart.setTitle(title);
    chart.setXAxisTitle(xTitle);
    chart.setYAxisTitle(yTitle);
    return chart;
  }

  /** Returns an image in the format PNG. */
  public static byte[] png(BufferedImage image) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a write to memory does not fail
    }
    return bytes.toByteArray();
  }

  /** Writes an image to a PNG file, atomically. */
  public static void writePng(BufferedImage image, Path file) {
    SafeFiles.replace(file, out -> out.write(png(image)));
  }
}
