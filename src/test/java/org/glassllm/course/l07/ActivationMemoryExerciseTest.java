package org.glassllm.course.l07;

/**
 * The contract of ActivationMemory on the learner's code. Run it with {@code mvn test
 * -Dtest=ActivationMemoryExerciseTest}.
 */
class ActivationMemoryExerciseTest extends ActivationMemoryContract {
  ActivationMemoryExerciseTest() {
    super(new org.glassllm.exercises.l07.ActivationMemory());
  }
}
