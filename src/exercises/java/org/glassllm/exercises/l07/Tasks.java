package org.glassllm.exercises.l07;

/** The interfaces of the exercises of lesson 07. The stubs document the methods. */
public interface Tasks {

  /** Inputs and targets of a window. */
  interface ShiftedTargets {
    /** See the stub. */
    int[][] window(int[] tokens, int start, int length);
  }

  /** The loss, without padding. */
  interface MaskedCrossEntropy {
    /** See the stub. */
    double loss(double[][] logits, int[] targets, int ignore);
  }

  /** One step of AdamW. */
  interface AdamWStep {
    /** See the stub. */
    void step(
        double[] w,
        double[] g,
        double[] m,
        double[] v,
        double lr,
        double[] betas,
        double epsilon,
        double decay,
        int step);
  }

  /** Warm-up, then half a cosine. */
  interface WarmupCosine {
    /** See the stub. */
    double rate(long step, double max, double min, long warmup, long total);
  }

  /** The memory of the backward pass. */
  interface ActivationMemory {
    /** See the stub. */
    long bytes(int layers, int dim, int heads, int batch, int tokens, boolean checkpointing);
  }
}
