package org.glassllm.run;

import java.util.Locale;
import org.glassllm.base.InputException;
import org.glassllm.evaluate.ModelCosts;

/** Refuses a model that does not fit in memory: the system would kill the process. */
final class MemoryCheck {
  /** The system and Java need the rest. */
  private static final double USABLE_SHARE = 0.9;

  private MemoryCheck() {}

  /**
   * Checks that weights, gradients and moments fit; activations need more on top.
   *
   * @param physicalMiB memory of the machine in MiB
   * @throws InputException if they do not
   */
  static void require(ModelCosts costs, double physicalMiB) {
    double needed = costs.trainingBytes() / 1048576.0;
    if (needed > USABLE_SHARE * physicalMiB) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "training %,d parameters needs %.1f GiB for weights, gradients and moments alone, but"
                  + " this machine has %.1f; choose fewer layers or a smaller dim",
              costs.parameters(),
              needed / 1024,
              physicalMiB / 1024));
    }
  }
}
