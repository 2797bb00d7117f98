package org.glassllm.solutions.l13;

import org.glassllm.exercises.l13.Tasks;

/** Reference solution: DPO's loss of one pair. */
public final class DpoLoss implements Tasks.DpoLoss {
  @Override
  public double loss(
      double policyChosen,
      double policyRejected,
      double referenceChosen,
      double referenceRejected,
      double beta) {
    double chosen = policyChosen - referenceChosen;
    double rejected = policyRejected - referenceRejected;
    double h = chosen - rejected;
    return -logSigmoid(beta * h);
  }

  private static double logSigmoid(double x) {
    return Math.min(x, 0) - Math.log1p(Math.exp(-Math.abs(x)));
  }
}
