package org.glassllm.base;

import java.util.Collection;

/** Checks arguments. Every message has the form "illegal NAME: VALUE, must be …". */
public final class Check {
  private Check() {}

  /** Returns {@code value} if the value is at least 1; throws {@link InputException} otherwise. */
  public static int positive(String name, int value) {
    return atLeast(name, value, 1);
  }

  /**
   * Returns {@code value} if the value is at least {@code min}; throws {@link InputException}
   * otherwise.
   */
  public static int atLeast(String name, int value, int min) {
    return (int) atLeast(name, (long) value, (long) min);
  }

  /**
   * Returns {@code value} if the value is at least {@code min}; throws {@link InputException}
   * otherwise.
   */
  public static long atLeast(String name, long value, long min) {
    if (value < min) {
      throw illegal(name, value, "at least " + min);
    }
    return value;
  }

  /**
   * Returns {@code value} if the value lies in {@code [min, max]}; throws {@link InputException}
   * otherwise.
   */
  public static int within(String name, int value, int min, int max) {
    if (value < min || value > max) {
      throw illegal(name, value, "from " + min + " to " + max);
    }
    return value;
  }

  /**
   * Returns {@code value} if the value lies in {@code [min, max]}; throws {@link InputException}
   * otherwise, also for NaN.
   */
  public static double within(String name, double value, double min, double max) {
    if (!(value >= min && value <= max)) {
      throw illegal(name, value, "from " + min + " to " + max);
    }
    return value;
  }

  /**
   * Returns {@code value} if the value lies in {@code [min, max)}; throws {@link InputException}
   * otherwise, also for NaN.
   */
  public static double below(String name, double value, double min, double max) {
    if (!(value >= min && value < max)) {
      throw illegal(name, value, "at least " + min + " and below " + max);
    }
    return value;
  }

  /**
   * Returns {@code value} if the value is finite and greater than 0; throws {@link InputException}
   * otherwise.
   */
  public static double positive(String name, double value) {
    if (!(value > 0) || Double.isInfinite(value)) {
      throw illegal(name, value, "greater than 0");
    }
    return value;
  }

  /**
   * Returns {@code value} if the value is finite and not negative; throws {@link InputException}
   * otherwise.
   */
  public static double notNegative(String name, double value) {
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw illegal(name, value, "0 or greater");
    }
    return value;
  }

  /** Returns {@code value} if the value is not null; throws {@link InputException} otherwise. */
  public static <T> T notNull(String name, T value) {
    if (value == null) {
      throw illegal(name, null, "set");
    }
    return value;
  }

  /**
   * Returns {@code value} if {@code allowed} contains the value; throws {@link InputException}
   * otherwise.
   */
  public static <T> T oneOf(String name, T value, Collection<? extends T> allowed) {
    if (!allowed.contains(value)) {
      throw illegal(name, value, "one of " + allowed);
    }
    return value;
  }

  /**
   * Returns an exception with the message "illegal NAME: VALUE, must be WHAT"; truncates long
   * values.
   */
  public static InputException illegal(String name, Object value, String mustBe) {
    return new InputException(
        "illegal %s: %s, must be %s", name, InputException.shown(value), mustBe);
  }
}
