package org.glassllm.exercises.l12;

/** The interfaces of the exercises of lesson 12. The stubs document the methods. */
public interface Tasks {

  /** Compute the loss of a reward model. */
  interface RewardLoss {
    /** See the stub. */
    double of(double[] chosen, double[] rejected);
  }

  /** Estimate the advantage of each token. */
  interface Gae {
    /** See the stub. */
    double[] advantages(double[] rewards, double[] values, double gamma, double lambda);
  }

  /**
   * A loss with its gradient.
   *
   * @param loss the mean over all tokens
   * @param gradient the derivative of the loss with respect to each log-probability
   */
  record Loss(double loss, double[] gradient) {}

  /** Compute the clipped loss of PPO and its gradient. */
  interface PpoClip {
    /** See the stub. */
    Loss of(double[] logProbs, double[] old, double[] advantages, double epsilon);
  }

  /** Compare responses to the same prompt. */
  interface GroupAdvantages {
    /** See the stub. */
    double[] of(double[] rewards, int groupSize);
  }
}
