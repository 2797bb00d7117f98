package org.glassllm.solutions.l10;

import org.glassllm.exercises.l10.Tasks;

/** Reference solution: the memory of a cache. */
public final class KvMemory implements Tasks.KvMemory {
  @Override
  public long bytes(
      int batch, int layers, int heads, int kvHeads, int tokens, int headDim, int bytesPerNumber) {
    return 2L * batch * layers * kvHeads * tokens * headDim * bytesPerNumber;
  }
}
