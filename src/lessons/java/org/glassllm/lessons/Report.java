package org.glassllm.lessons;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The result of a lesson's experiment: printed lines, and numbers by name. */
public final class Report {
  /** The beginning of lines of sampled text. */
  public static final String SAMPLE = "  | ";

  private final StringBuilder text = new StringBuilder();
  private final Map<String, Double> values = new LinkedHashMap<>();

  /** An empty report. */
  public Report() {}

  /** Adds a formatted line. */
  public void say(String format, Object... arguments) {
    text.append(String.format(Locale.ROOT, format, arguments)).append('\n');
  }

  /** Adds a line of sampled text, which differs between machines. */
  public void sample(String line) {
    text.append(SAMPLE).append(line).append('\n');
  }

  /** Adds a number under a name and returns it. */
  public double value(String name, double number) {
    values.put(name, number);
    return number;
  }

  /** Returns all lines. */
  public String text() {
    return text.toString();
  }

  /** Returns all numbers by name. */
  public Map<String, Double> values() {
    return values;
  }
}
