package org.glassllm.course.l13;

/**
 * The contract of DpoStep on the learner's code. Run it with {@code mvn test
 * -Dtest=DpoStepExerciseTest}.
 */
class DpoStepExerciseTest extends DpoStepContract {
  DpoStepExerciseTest() {
    super(new org.glassllm.exercises.l13.DpoStep());
  }
}
