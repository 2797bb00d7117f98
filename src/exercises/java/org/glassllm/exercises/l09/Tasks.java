package org.glassllm.exercises.l09;

/** The interfaces of the exercises of lesson 09. The stubs document the methods. */
public interface Tasks {

  /** Keep the k most probable tokens. */
  interface TopK {
    /** See the stub. */
    double[] probabilities(double[] logits, int k);
  }

  /** Keep the nucleus. */
  interface TopP {
    /** See the stub. */
    double[] nucleus(double[] probabilities, double p);
  }

  /** Lower the probability of generated tokens. */
  interface RepetitionPenalty {
    /** See the stub. */
    double[] penalize(double[] logits, int[] context, double penalty);
  }
}
