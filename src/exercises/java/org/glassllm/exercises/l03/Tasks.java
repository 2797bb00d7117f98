package org.glassllm.exercises.l03;

/** The interfaces of the exercises of lesson 03. The stubs document the methods. */
public interface Tasks {

  /** Hide later tokens. */
  interface CausalMask {
    /** See the stub. */
    double[][] mask(int queries, int keys);
  }

  /** A softmax without overflow. */
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
