package org.glassllm.course.l02;

/**
 * The contract of AlibiBias on the learner's code. Run it with {@code mvn test
 * -Dtest=AlibiBiasExerciseTest}.
 */
class AlibiBiasExerciseTest extends AlibiBiasContract {
  AlibiBiasExerciseTest() {
    super(new org.glassllm.exercises.l02.AlibiBias());
  }
}
