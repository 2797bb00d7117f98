package org.glassllm.lessons;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What a lesson's experiment prints, and its numbers by name. */
public final class Report {
  private final StringBuilder text = new StringBuilder();
  private final Map<String, Double> values = new LinkedHashMap<>();

  /** An empty report. */
  public Report() {}

  /** Adds a line. */
  public void say(String format, Object... arguments) {
    text.append(String.format(Locale.ROOT, format, arguments)).append('\n');
  }

  /** Adds a number under a name. */
  public double value(String name, double number) {
    values.put(name, number);
    return number;
  }

  /** All lines. */
  public String text() {
    return text.toString();
  }

  /** All numbers. */
  public Map<String, Double> values() {
    return values;
  }
}
