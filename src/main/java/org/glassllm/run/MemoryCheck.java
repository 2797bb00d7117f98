package org.glassllm.run;

import java.util.Locale;
import org.glassllm.base.InputException;
import org.glassllm.evaluate.ModelCosts;

/** Says no before the system kills the process. */
final class MemoryCheck {
  /** The system and Java itself need the rest. */
  private static final double USABLE_SHARE = 0.9;

  private MemoryCheck() {}

  /**
   * Checks that a training fits; activations come on top of what is counted here.
   *
   * @param physicalMiB memory of the machine
   * @throws InputException if weights, gradients and moments alone are too much
   */
  static void require(ModelCosts costs, double physicalMiB) {
    double needed = costs.trainingBytes() / 1048576.0;
    if (needed > USABLE_SHARE * physicalMiB) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "training %,d parameters takes %.1f GiB for weights, gradients and moments alone, and"
                  + " this machine has %.1f; take a smaller --preset, --layers or --dim",
              costs.parameters(),
              needed / 1024,
              physicalMiB / 1024));
    }
  }
}
