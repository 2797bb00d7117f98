package org.glassllm.exercises.l13;

/** The interfaces of the exercises of lesson 13. The stubs document the methods. */
public interface Tasks {

  /** The log-probability of a response. */
  interface SequenceLogProb {
    /** See the stub. */
    double sum(double[][] logits, int[] ids, int prompt, int length);
  }

  /** The loss of one pair. */
  interface DpoLoss {
    /** See the stub. */
    double loss(
        double policyChosen,
        double policyRejected,
        double referenceChosen,
        double referenceRejected,
        double beta);
  }

  /** A step of gradient descent on a table of logits. */
  interface DpoStep {
    /** See the stub. */
    double[] step(
        double[] logits, double[] reference, int[][] wins, double beta, double learningRate);
  }
}
