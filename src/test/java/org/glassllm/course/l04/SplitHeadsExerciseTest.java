package org.glassllm.course.l04;

/**
 * The contract of SplitHeads on the learner's code. Run it with {@code mvn test
 * -Dtest=SplitHeadsExerciseTest}.
 */
class SplitHeadsExerciseTest extends SplitHeadsContract {
  SplitHeadsExerciseTest() {
    super(new org.glassllm.exercises.l04.SplitHeads());
  }
}
