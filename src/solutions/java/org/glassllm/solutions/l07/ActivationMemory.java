package org.glassllm.solutions.l07;

import org.glassllm.exercises.l07.Tasks;

/** Reference solution: the memory of the backward pass. */
public final class ActivationMemory implements Tasks.ActivationMemory {
  @Override
  public long bytes(int layers, int dim, int heads, int batch, int tokens, boolean checkpointing) {
    long positions = (long) batch * tokens;
    long kept = checkpointing ? 2L * dim : 34L * dim + 5L * heads * tokens;
    return layers * positions * kept;
  }
}
