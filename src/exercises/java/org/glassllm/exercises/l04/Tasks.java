package org.glassllm.exercises.l04;

/** The interfaces of the exercises of lesson 04. The stubs document the methods. */
public interface Tasks {

  /** Split channels into heads, and merge them again. */
  interface SplitHeads {
    /** See the stub. */
    double[][][] split(double[][] x, int heads);

    /** See the stub. */
    double[][] merge(double[][][] x);
  }

  /** Fewer key-value heads than query heads. */
  interface GroupedQueryAttention {
    /** See the stub. */
    double[][][] attend(double[][][] q, double[][][] k, double[][][] v);
  }

  /** Count the weights of one attention layer. */
  interface AttentionParameters {
    /** See the stub. */
    long count(int dim, int heads, int kvHeads, boolean bias);
  }
}
