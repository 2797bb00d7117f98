package org.glassllm.course.l08;

/**
 * The contract of ExactMatch on the learner's code. Run it with {@code mvn test
 * -Dtest=ExactMatchExerciseTest}.
 */
class ExactMatchExerciseTest extends ExactMatchContract {
  ExactMatchExerciseTest() {
    super(new org.glassllm.exercises.l08.ExactMatch());
  }
}
