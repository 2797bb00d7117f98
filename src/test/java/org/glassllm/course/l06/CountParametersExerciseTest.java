package org.glassllm.course.l06;

/**
 * The contract of CountParameters on the learner's code. Run it with {@code mvn test
 * -Dtest=CountParametersExerciseTest}.
 */
class CountParametersExerciseTest extends CountParametersContract {
  CountParametersExerciseTest() {
    super(new org.glassllm.exercises.l06.CountParameters());
  }
}
