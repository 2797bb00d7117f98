package org.glassllm.exercises.l13;

/**
 * Takes one step of gradient descent on DPO's loss. The policy is a table: one logit for each of K
 * responses, and the softmax of the logits gives their probabilities.
 *
 * <p>The loss is the mean of -log σ(βh) over all pairs. The gradient of one pair's loss is -βσ(-βh)
 * for the logit of the chosen response, βσ(-βh) for that of the rejected response, and 0 for all
 * others. Many steps lead to the policy π_ref exp(r/β) / Z if the pairs follow Bradley and Terry's
 * model with the rewards r; the tests check this, too.
 *
 * <p>{@code mvn test -Dtest=DpoStepExerciseTest} checks it.
 */
public final class DpoStep implements Tasks.DpoStep {
  /**
   * @param logits the policy's logits, K numbers; left unchanged
   * @param reference the reference policy's probabilities, K numbers greater than 0
   * @param wins wins[i][j] is the number of pairs whose chosen response is i and whose rejected
   *     response is j, K × K; at least one is greater than 0
   * @param beta β, greater than 0
   * @param learningRate factor of the gradient
   * @return the logits after the step
   */
  @Override
  public double[] step(
      double[] logits, double[] reference, int[][] wins, double beta, double learningRate) {
    throw new UnsupportedOperationException("implement me: lesson 13, DpoStep");
  }
}
