package org.glassllm.course.l12;

/**
 * The contract of RewardLoss on the learner's code. Run it with {@code mvn test
 * -Dtest=RewardLossExerciseTest}.
 */
class RewardLossExerciseTest extends RewardLossContract {
  RewardLossExerciseTest() {
    super(new org.glassllm.exercises.l12.RewardLoss());
  }
}
