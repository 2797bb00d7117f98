package org.glassllm.exercises.l12;

/**
 * The advantages of GRPO (Shao et al. 2024, section 4.1.2). A group is several responses to one
 * prompt. The advantage of a response is {@code (r - mean) / (deviation + 1e-4)}, with the mean and
 * the standard deviation of its group. The deviation is that of a sample: the sum of squares is
 * divided by {@code groupSize - 1}.
 *
 * <p>{@code mvn test -Dtest=GroupAdvantagesExerciseTest} checks it.
 */
public final class GroupAdvantages implements Tasks.GroupAdvantages {
  /**
   * @param rewards the reward of each response, group by group
   * @param groupSize number of responses in a group, at least 2
   * @return the advantage of each response
   */
  @Override
  public double[] of(double[] rewards, int groupSize) {
    throw new UnsupportedOperationException("implement me: lesson 12, GroupAdvantages");
  }
}
