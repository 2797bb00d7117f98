package org.glassllm.exercises.l02;

/** What the exercises of lesson 02 implement; each stub says what its methods do. */
public interface Tasks {

  /** The sine and cosine table. */
  interface SinusoidalPositions {
    /** See the stub. */
    double[][] table(int tokens, int dim);
  }

  /** Turn a query or key by its position. */
  interface RotaryEmbedding {
    /** See the stub. */
    double[] rotate(double[] x, int position);
  }

  /** A penalty for distance. */
  interface AlibiBias {
    /** See the stub. */
    double[][] bias(int tokens, int head, int heads);
  }

  /** What enters the first block. */
  interface InputEmbeddings {
    /** See the stub. */
    double[][] embed(int[] ids, double[][] tokens, double[][] positions, int offset);
  }
}
