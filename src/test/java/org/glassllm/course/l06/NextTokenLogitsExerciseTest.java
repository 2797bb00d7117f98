package org.glassllm.course.l06;

/**
 * The contract of NextTokenLogits on the learner's code. Run it with {@code mvn test
 * -Dtest=NextTokenLogitsExerciseTest}.
 */
class NextTokenLogitsExerciseTest extends NextTokenLogitsContract {
  NextTokenLogitsExerciseTest() {
    super(new org.glassllm.exercises.l06.NextTokenLogits());
  }
}
