package org.glassllm.exercises.l06;

/** The interfaces of the exercises of lesson 06. The stubs document the methods. */
public interface Tasks {

  /** Count the parameters of a GPT-2. */
  interface CountParameters {
    /** See the stub. */
    long count(long vocab, long context, long layers, long dim, boolean tied);
  }

  /** From the last token to logits. */
  interface NextTokenLogits {
    /** See the stub. */
    double[] logits(double[][] hidden, double[][] embedding);
  }
}
