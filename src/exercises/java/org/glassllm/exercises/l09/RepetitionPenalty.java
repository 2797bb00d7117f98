package org.glassllm.exercises.l09;

/**
 * The repetition penalty (Keskar et al. 2019, section 4.1): the logit of a token that occurs in the
 * context is divided by the penalty if it is positive and multiplied by it if it is negative. How
 * often a token occurs does not matter.
 *
 * <p>{@code mvn test -Dtest=RepetitionPenaltyExerciseTest} checks it.
 */
public final class RepetitionPenalty implements Tasks.RepetitionPenalty {
  /**
   * @param logits one for each token, left unchanged
   * @param context ids that were said
   * @param penalty at least 1
   * @return the new logits
   */
  @Override
  public double[] penalize(double[] logits, int[] context, double penalty) {
    throw new UnsupportedOperationException("implement me: lesson 09, RepetitionPenalty");
  }
}
