package org.glassllm.course;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.glassllm.lessons.Lessons;

/**
 * The checks of an exercise. They run on the reference, on the learner's code and on typical wrong
 * solutions. A message names the expected result, a likely cause and the text to read.
 *
 * @param <T> the exercise's interface
 */
public abstract class Contract<T> {
  private static final double TOLERANCE = 1e-9;
  private static final int SHOWN = 16;
  private final Class<T> type;
  private final int lesson;
  private T code;

  /** A result of the wrong shape, or with NaN or infinity among numbers that must be finite. */
  public static final class WrongShape extends AssertionError {
    private static final long serialVersionUID = 1L;

    WrongShape(String message) {
      super(message);
    }
  }

  /** A result of the right shape with a wrong value. */
  public static final class WrongValue extends AssertionError {
    private static final long serialVersionUID = 1L;

    WrongValue(String message) {
      super(message);
    }
  }

  /** A contract that checks the code of a lesson's exercise. */
  protected Contract(int lesson, Class<T> type, T code) {
    this.lesson = lesson;
    this.type = type;
    this.code = code;
  }

  /** Replaces the code under test. */
  public final void use(Object other) {
    code = type.cast(other);
  }

  /** Returns the code under test. */
  protected final T code() {
    return code;
  }

  /** Compares numbers or nested arrays of numbers, with a relative tolerance of 1e-9. */
  protected final void near(String what, Object expected, Object actual, String likelyCause) {
    compare(what, expected, actual, likelyCause, false);
  }

  /** Compares as {@link #near}, but reports NaN as a wrong value, not as a wrong shape. */
  protected final void nearAtExtremes(
      String what, Object expected, Object actual, String likelyCause) {
    compare(what, expected, actual, likelyCause, true);
  }

  /** Compares results of any shape by their text. */
  protected final void same(String what, Object expected, Object actual, String likelyCause) {
    if (!text(expected).equals(text(actual))) {
      throw new WrongValue(message(what, text(expected), text(actual), likelyCause));
    }
  }

  private void compare(
      String what, Object expected, Object actual, String likelyCause, boolean extreme) {
    if (!shape(expected).equals(shape(actual))) {
      throw new WrongShape(
          message(what, "shape " + shape(expected), "shape " + shape(actual), likelyCause));
    }
    List<Double> e = new ArrayList<>();
    List<Double> a = new ArrayList<>();
    flatten(expected, e);
    flatten(actual, a);
    boolean infinite = e.stream().anyMatch(x -> x.isInfinite());
    for (int i = 0; i < e.size(); i++) {
      double x = e.get(i);
      double y = a.get(i);
      if (Double.isNaN(y) || Double.isInfinite(y) && !infinite) {
        String m = message(what, "finite numbers", text(actual), likelyCause);
        throw extreme ? new WrongValue(m) : new WrongShape(m);
      }
      double allowed = Double.isInfinite(x) ? 0 : TOLERANCE * Math.max(1, Math.abs(x));
      if (x != y && !(Math.abs(x - y) <= allowed)) {
        throw new WrongValue(message(what, text(expected), text(actual), likelyCause));
      }
    }
  }

  private String message(String what, String expected, String actual, String likelyCause) {
    return String.format(
        "%s:%n  expected  %s%n  but was   %s%n  likely cause: %s%n  read:"
            + " lessons/%s/README.md, \"Formulas\" and \"Common mistakes\";  hint: glass"
            + " exercise hint %02d",
        what, expected, actual, likelyCause, Lessons.number(lesson).folder(), lesson);
  }

  private static String shape(Object o) {
    if (o == null) {
      return "null";
    }
    if (!o.getClass().isArray()) {
      return "";
    }
    int n = Array.getLength(o);
    StringBuilder inner = new StringBuilder();
    for (int i = 0; i < n; i++) {
      inner.append(shape(Array.get(o, i)));
    }
    return "(" + n + inner + ")";
  }

  private static void flatten(Object o, List<Double> into) {
    if (o.getClass().isArray()) {
      for (int i = 0; i < Array.getLength(o); i++) {
        flatten(Array.get(o, i), into);
      }
    } else {
      into.add(((Number) o).doubleValue());
    }
  }

  private static String text(Object o) {
    String all =
        o != null && o.getClass().isArray() ? Arrays.deepToString(new Object[] {o}) : o + "";
    String[] parts = all.split(", ");
    return parts.length <= SHOWN
        ? all
        : String.join(", ", Arrays.copyOf(parts, SHOWN)) + ", … (" + parts.length + " numbers)";
  }

  /** Returns n numbers between -2 and 2 that depend on the seed alone. */
  protected static double[] numbers(int n, int seed) {
    double[] x = new double[n];
    for (int i = 0; i < n; i++) {
      x[i] = 2 * Math.sin(12.9898 * (i + 1) + 78.233 * seed);
    }
    return x;
  }

  /** Returns a matrix of {@link #numbers}. */
  protected static double[][] matrix(int rows, int columns, int seed) {
    double[][] m = new double[rows][];
    for (int r = 0; r < rows; r++) {
      m[r] = numbers(columns, 31 * seed + r + 1);
    }
    return m;
  }
}
