package org.glassllm.exercises.l07;

/**
 * Computes the activation memory of the backward pass in half precision (Korthikanti et al. 2022,
 * section 4): {@code B·T·(34·C + 5·H·T)} bytes per layer. Gradient checkpointing keeps only the input of
 * each layer, {@code 2·B·T·C} bytes, and recomputes the rest.
 *
 * <p>{@code mvn test -Dtest=ActivationMemoryExerciseTest} checks it.
 */
public final class ActivationMemory implements Tasks.ActivationMemory {
  /**
   * @param layers L
   * @param dim C, channels
   * @param heads H
   * @param batch B, texts in a batch
   * @param tokens T, tokens of a text
   * @param checkpointing whether only the inputs of the layers are kept
   * @return bytes of all layers together
   */
  @Override
  public long bytes(int layers, int dim, int heads, int batch, int tokens, boolean checkpointing) {
    throw new UnsupportedOperationException("implement me: lesson 07, ActivationMemory");
  }
}
