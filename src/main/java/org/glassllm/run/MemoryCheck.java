package org.glassllm.run;

import java.util.Locale;
import org.glassllm.base.Check;
import org.glassllm.base.InputException;
import org.glassllm.evaluate.ModelCosts;
import org.glassllm.tensor.Kernels;
import org.glassllm.tensor.Precision;

/**
 * Refuses a training run that does not fit in memory, because the system would kill the process.
 */
final class MemoryCheck {
  /** The share of the memory that training may use; the system and Java need the rest. */
  private static final double USABLE_SHARE = 0.9;

  private static final double GIB = 1 << 30;

  private MemoryCheck() {}

  /**
   * Checks that weights, gradients, moments and the activations of a batch fit into memory.
   * Training needs more memory than this estimate, so a training run that passes may still run out
   * of memory.
   *
   * @param costs the costs of the model, with the tokenizer's vocabulary size
   * @param recipe the recipe, which gives batch size, kernels and precision
   * @param memoryMiB the memory of the device in MiB
   * @throws InputException if the estimate exceeds the usable memory
   */
  static void require(ModelCosts costs, Recipe recipe, double memoryMiB) {
    int batch = recipe.training().batch();
    Check.within(
        "batch",
        batch,
        1,
        Integer.MAX_VALUE / recipe.model().context()); // a Java array holds the ids of a batch
    boolean single = Precision.FLOAT32.text().equals(recipe.precision());
    Kernels kernels =
        Kernels.named(recipe.kernels(), single ? Precision.FLOAT32 : Precision.BFLOAT16);
    double fixed = costs.trainingBytes();
    double activations = costs.leastActivationBytes(kernels, batch);
    if (fixed + activations > USABLE_SHARE * memoryMiB * (1 << 20)) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "training needs at least %,.1f GiB, but the device has %,.1f GiB: %,.1f GiB for"
                  + " %,d weights and for gradients and moments of %,d parameters, %,.1f GiB for the"
                  + " activations of a batch; choose a smaller dim, context or batch, or fewer layers",
              (fixed + activations) / GIB,
              memoryMiB / 1024,
              fixed / GIB,
              costs.parameters(),
              costs.trainedParameters(),
              activations / GIB));
    }
  }
}
