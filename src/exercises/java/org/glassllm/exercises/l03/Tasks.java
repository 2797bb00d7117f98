package org.glassllm.exercises.l03;

/** What the exercises of lesson 03 implement; each stub says what its methods do. */
public interface Tasks {

  /** Hide the future. */
  interface CausalMask {
    /** See the stub. */
    double[][] mask(int queries, int keys);
  }

  /** A softmax that cannot overflow. */
  interface StableSoftmax {
    /** See the stub. */
    double[] softmax(double[] scores);
  }

  /** Scaled dot-product attention with a causal mask. */
  interface Attention {
    /** See the stub. */
    double[][] attend(double[][] q, double[][] k, double[][] v);
  }
}
