package org.glassllm.picture;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import org.glassllm.base.Check;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.style.theme.GGPlot2Theme;

/** Draws heat maps of matrices, such as attention weights and position tables. */
public final class HeatMaps {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 480;
  private static final double MARGIN = 1e-3;
  private static final int MOST_LABELS = 16;
  private static final int LONG_NAME = 4;
  private static final int TURNED = 45;
  private static final Color[] COLOURS = {
    new Color(0xF7FBFF), new Color(0x6BAED6), new Color(0x08306B)
  };

  private HeatMaps() {}

  /**
   * Returns a heat map of a matrix, with the first row at the top.
   *
   * @param columns names of the columns, all different
   * @param rows names of the rows, all different
   * @param values {@code (rows, columns)}; the cell of a number that is not finite, such as a
   *     masked score, is grey
   */
  public static BufferedImage matrix(
      String title,
      String xTitle,
      String yTitle,
      String[] columns,
      String[] rows,
      double[][] values) {
    if (values.length != rows.length || values[0].length != columns.length) {
      throw Check.illegal(
          "shape of values",
          values.length + " × " + values[0].length,
          rows.length
              + " × "
              + columns.length
              + ": one row per row name and one column per column name");
    }
    HeatMapChart chart =
        Charts.titled(new HeatMapChart(WIDTH, HEIGHT, new GGPlot2Theme()), title, xTitle, yTitle);
    chart.getStyler().setRangeColors(COLOURS).setPlotGridLinesVisible(false);
    DoubleSummaryStatistics finite =
        Arrays.stream(values)
            .flatMapToDouble(Arrays::stream)
            .filter(Double::isFinite)
            .summaryStatistics();
    double low = finite.getMin(), high = finite.getMax();
    if (high == low) {
      high = low + 1; // all cells have the same colour
    }
    chart.getStyler().setMin(rounded(low)).setMax(rounded(high));
    chart.getStyler().setXAxisMaxLabelCount(MOST_LABELS);
    if (Arrays.stream(columns).anyMatch(name -> name.length() > LONG_NAME)) {
      chart.getStyler().setXAxisLabelRotation(TURNED);
    }
    List<String> upwards = new ArrayList<>();
    List<Number[]> cells = new ArrayList<>();
    for (int r = 0; r < rows.length; r++) {
      upwards.add(rows[rows.length - 1 - r]);
      for (int c = 0; c < columns.length; c++) {
        double value = values[rows.length - 1 - r][c];
        if (Double.isFinite(value)) { // a masked cell keeps the grey of the background
          // just inside the range: rounding cannot exceed the last colour
          double inside = (value - low) * (1 - 2 * MARGIN) + (high - low) * MARGIN;
          cells.add(new Number[] {c, r, low + inside});
        }
      }
    }
    chart.addSeries("values", List.of(columns), upwards, cells);
    return BitmapEncoder.getBufferedImage(chart);
  }

  private static double rounded(double x) {
    return Math.rint(x * 1e4) / 1e4;
  }

  /**
   * Returns a heat map of attention weights: rows are queries, columns are keys, tokens have
   * numbers.
   */
  public static BufferedImage attention(String title, String[] tokens, double[][] weights) {
    String[] names = new String[tokens.length];
    for (int i = 0; i < names.length; i++) {
      names[i] = i + " " + tokens[i].replace(' ', '·');
    }
    return matrix(title, "key", "query", names, names, weights);
  }
}
