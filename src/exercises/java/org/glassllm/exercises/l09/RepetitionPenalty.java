package org.glassllm.exercises.l09;

/**
 * Lowers the logits of tokens that were already generated. A positive logit is divided by the
 * penalty (Keskar et al. 2019, section 4.1); a negative one is multiplied (Hugging Face's rule).
 * The penalty applies once to each token, however often it occurs.
 *
 * <p>{@code mvn test -Dtest=RepetitionPenaltyExerciseTest} checks it.
 */
public final class RepetitionPenalty implements Tasks.RepetitionPenalty {
  /**
   * @param logits one for each token, left unchanged
   * @param context ids that were generated
   * @param penalty at least 1
   * @return the new logits
   */
  @Override
  public double[] penalize(double[] logits, int[] context, double penalty) {
    throw new UnsupportedOperationException("implement me: lesson 09, RepetitionPenalty");
  }
}
