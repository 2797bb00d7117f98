package org.glassllm.cli;

import java.util.List;

/** Formats large numbers with three significant digits and a unit. */
final class Units {
  private static final List<String> BYTES = List.of("B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB");
  private static final List<String> FLOPS =
      List.of("FLOP", "kFLOP", "MFLOP", "GFLOP", "TFLOP", "PFLOP", "EFLOP");
  private static final double LARGEST = 999.5; // a larger number rounds to four digits

  private Units() {}

  /** Returns a number of bytes, such as "1.50 MiB". */
  static String bytes(Number bytes) {
    return scaled(bytes.doubleValue(), 1024, BYTES);
  }

  /** Returns a number of operations, such as "1.50 GFLOP". */
  static String flops(Number flops) {
    return scaled(flops.doubleValue(), 1000, FLOPS);
  }

  private static String scaled(double value, int factor, List<String> units) {
    int unit = 0;
    double x = value;
    for (; x >= LARGEST && unit < units.size() - 1; unit++) {
      x /= factor;
    }
    int decimals = unit == 0 || x >= 99.95 ? 0 : x >= 9.995 ? 1 : 2;
    return Subcommand.format("%,." + decimals + "f %s", x, units.get(unit));
  }
}
