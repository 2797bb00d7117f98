package org.glassllm.exercises.l09;

/** What the exercises of lesson 09 implement; each stub says what its methods do. */
public interface Tasks {

  /** Keep the k likeliest. */
  interface TopK {
    /** See the stub. */
    double[] probabilities(double[] logits, int k);
  }

  /** Keep the nucleus. */
  interface TopP {
    /** See the stub. */
    double[] nucleus(double[] probabilities, double p);
  }

  /** Make said tokens less likely. */
  interface RepetitionPenalty {
    /** See the stub. */
    double[] penalize(double[] logits, int[] context, double penalty);
  }
}
