package org.glassllm.run;

import java.util.Locale;
import org.glassllm.base.Check;
import org.glassllm.base.InputException;
import org.glassllm.evaluate.ModelCosts;
import org.glassllm.model.GptConfig;
import org.glassllm.tensor.Kernels;
import org.glassllm.tensor.Precision;

/** Refuses a training that does not fit in memory: the system would kill the process. */
final class MemoryCheck {
  /** The system and Java need the rest. */
  private static final double USABLE_SHARE = 0.9;

  private static final double GIB = 1 << 30;

  private MemoryCheck() {}

  /**
   * Checks that weights, gradients, moments and the activations of a batch fit into memory. Real
   * training needs more, so a training that passes may still fail.
   *
   * @param model the configuration with the tokenizer's vocabulary
   * @param recipe batch size, kernels and precision
   * @param memoryMiB memory of the device in MiB
   * @throws InputException if they do not
   */
  static void require(GptConfig model, Recipe recipe, double memoryMiB) {
    int batch = recipe.training().batch();
    Check.within("batch", batch, 1, Integer.MAX_VALUE / model.context()); // one array per batch
    boolean single = Precision.FLOAT32.text().equals(recipe.precision());
    Kernels kernels =
        Kernels.named(recipe.kernels(), single ? Precision.FLOAT32 : Precision.BFLOAT16);
    ModelCosts costs = new ModelCosts(model);
    double fixed = costs.trainingBytes();
    double activations = costs.leastActivationBytes(kernels, batch);
    if (fixed + activations > USABLE_SHARE * memoryMiB * (1 << 20)) {
      throw new InputException(
          String.format(
              Locale.ROOT,
              "training needs at least %,.1f GiB, but the device has %,.1f: %,.1f for weights,"
                  + " gradients and moments of %,d parameters, %,.1f for the activations of a batch;"
                  + " choose a smaller dim, context or batch, or fewer layers",
              (fixed + activations) / GIB,
              memoryMiB / 1024,
              fixed / GIB,
              costs.parameters(),
              activations / GIB));
    }
  }
}
