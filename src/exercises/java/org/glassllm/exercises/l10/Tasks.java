package org.glassllm.exercises.l10;

/** The interfaces of the exercises of lesson 10. The stubs document the methods. */
public interface Tasks {

  /** One attention step with cached keys and values. */
  interface CachedStep {
    /** See the stub. */
    Step attend(
        double[][] keys, double[][] values, double[] q, double[] k, double[] v, Rotation rotation);
  }

  /** Rotates a query or key by its position, as RoPE in lesson 02. */
  interface Rotation {
    /** Returns the rotated query or key; leaves x unchanged. */
    double[] rotate(double[] x, int position);
  }

  /**
   * The result of a step.
   *
   * @param output the weighted sum of values
   * @param keys of all tokens, with that of the new token
   * @param values of all tokens, with that of the new token
   */
  record Step(double[] output, double[][] keys, double[][] values) {}

  /** The memory of a cache. */
  interface KvMemory {
    /** See the stub. */
    long bytes(
        int batch, int layers, int heads, int kvHeads, int tokens, int headDim, int bytesPerNumber);
  }

  /** The visible keys of a chunk of a prompt. */
  interface ChunkMask {
    /** See the stub. */
    boolean[][] visible(int cached, int tokens, int capacity);
  }
}
