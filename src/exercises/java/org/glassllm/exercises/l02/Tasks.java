package org.glassllm.exercises.l02;

/** The interfaces of the exercises of lesson 02. The stubs document the methods. */
public interface Tasks {

  /** The sine and cosine table. */
  interface SinusoidalPositions {
    /** See the stub. */
    double[][] table(int tokens, int dim);
  }

  /** Rotate a query or key by its position. */
  interface RotaryEmbedding {
    /** See the stub. */
    double[] rotate(double[] x, int position);
  }

  /** A penalty that grows with the distance. */
  interface AlibiBias {
    /** See the stub. */
    double[][] bias(int tokens, int head, int heads);
  }

  /** The input of the first block. */
  interface InputEmbeddings {
    /** See the stub. */
    double[][] embed(int[] ids, double[][] tokens, double[][] positions, int offset);
  }
}
