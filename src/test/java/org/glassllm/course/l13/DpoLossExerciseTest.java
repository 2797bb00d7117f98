package org.glassllm.course.l13;

/**
 * The contract of DpoLoss on the learner's code. Run it with {@code mvn test
 * -Dtest=DpoLossExerciseTest}.
 */
class DpoLossExerciseTest extends DpoLossContract {
  DpoLossExerciseTest() {
    super(new org.glassllm.exercises.l13.DpoLoss());
  }
}
