package org.glassllm.course.l12;

import org.glassllm.course.Contract;
import org.glassllm.exercises.l12.Tasks;
import org.junit.jupiter.api.Test;

/** The contract of {@code GroupAdvantages}. */
abstract class GroupAdvantagesContract extends Contract<Tasks.GroupAdvantages> {
  private static final double EPSILON = 1e-4;

  GroupAdvantagesContract(Tasks.GroupAdvantages code) {
    super(12, Tasks.GroupAdvantages.class, code);
  }

  @Test
  void theLessonsExample() {
    double a = 0.5 / (Math.sqrt(1.0 / 3) + EPSILON);
    near(
        "rewards 1, 0, 0, 1 in a group of 4",
        new double[] {a, -a, -a, a},
        code().of(new double[] {1, 0, 0, 1}, 4),
        "subtract the mean 1/2, divide by the deviation √(1/3) + 1e-4; divide squares by n - 1");
  }

  @Test
  void everyGroupHasItsOwnMeanAndDeviation() {
    double small = 1 / (Math.sqrt(2) + EPSILON), large = 10 / (Math.sqrt(200) + EPSILON);
    near(
        "an easy prompt with rewards 9 and 7, a hard one with -30 and -10",
        new double[] {small, -small, -large, large},
        code().of(new double[] {9, 7, -30, -10}, 2),
        "compare a response with the responses to the same prompt, not with the batch");
  }

  @Test
  void aGroupWithoutDifferencesTeachesNothing() {
    nearAtExtremes(
        "all rewards are 0.7",
        new double[] {0, 0, 0},
        code().of(new double[] {0.7, 0.7, 0.7}, 3),
        "the deviation is 0: add 1e-4 before the division");
    nearAtExtremes(
        "one group of two has equal rewards",
        new double[] {0, 0, -1 / (Math.sqrt(2) + EPSILON), 1 / (Math.sqrt(2) + EPSILON)},
        code().of(new double[] {5, 5, 1, 3}, 2),
        "the deviation of the first group is 0: add 1e-4 before the division");
  }

  @Test
  void advantagesOfAGroupSumToZero() {
    double[] advantages = code().of(numbers(12, 5), 4);
    double[] sums = new double[3];
    for (int i = 0; i < advantages.length; i++) {
      sums[i / 4] += advantages[i];
    }
    near(
        "sums of three groups of 4",
        new double[3],
        sums,
        "subtract the mean of the group from each reward");
  }
}
