package org.glassllm.course.l07;

/**
 * The contract of AdamWStep on the learner's code. Run it with {@code mvn test
 * -Dtest=AdamWStepExerciseTest}.
 */
class AdamWStepExerciseTest extends AdamWStepContract {
  AdamWStepExerciseTest() {
    super(new org.glassllm.exercises.l07.AdamWStep());
  }
}
