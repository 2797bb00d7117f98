package org.glassllm.exercises.l05;

import java.util.function.UnaryOperator;

/** The interfaces of the exercises of lesson 05. The stubs document the methods. */
public interface Tasks {

  /** Mean 0, variance 1. */
  interface LayerNorm {
    /** See the stub. */
    double[] normalize(double[] x, double[] gain, double[] bias, double epsilon);
  }

  /** A feed-forward layer with a gate. */
  interface SwiGlu {
    /** See the stub. */
    double[] apply(double[] x, double[][] gate, double[][] up, double[][] down);
  }

  /** Pre-norm or post-norm. */
  interface ResidualNorm {
    /** See the stub. */
    double[] add(
        double[] x, UnaryOperator<double[]> branch, UnaryOperator<double[]> norm, boolean pre);
  }
}
