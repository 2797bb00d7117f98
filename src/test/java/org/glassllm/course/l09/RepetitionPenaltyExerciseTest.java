package org.glassllm.course.l09;

/**
 * The contract of RepetitionPenalty on the learner's code. Run it with {@code mvn test
 * -Dtest=RepetitionPenaltyExerciseTest}.
 */
class RepetitionPenaltyExerciseTest extends RepetitionPenaltyContract {
  RepetitionPenaltyExerciseTest() {
    super(new org.glassllm.exercises.l09.RepetitionPenalty());
  }
}
