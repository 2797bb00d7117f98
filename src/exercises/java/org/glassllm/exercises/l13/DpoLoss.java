package org.glassllm.exercises.l13;

/**
 * Computes DPO's loss of one pair. The log-ratio of a response is its log-probability under the
 * policy minus its log-probability under the reference. With h = the log-ratio of the chosen
 * response minus that of the rejected response, the loss is -log σ(βh).
 *
 * <p>{@code mvn test -Dtest=DpoLossExerciseTest} checks it.
 */
public final class DpoLoss implements Tasks.DpoLoss {
  /**
   * @param policyChosen log-probability of the chosen response under the policy
   * @param policyRejected of the rejected response under the policy
   * @param referenceChosen of the chosen response under the reference
   * @param referenceRejected of the rejected response under the reference
   * @param beta β, greater than 0
   * @return the loss in nats; finite even if βh is -1000
   */
  @Override
  public double loss(
      double policyChosen,
      double policyRejected,
      double referenceChosen,
      double referenceRejected,
      double beta) {
    throw new UnsupportedOperationException("implement me: lesson 13, DpoLoss");
  }
}
