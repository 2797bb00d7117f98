package org.glassllm.course.l07;

/**
 * The contract of WarmupCosine on the learner's code. Run it with {@code mvn test
 * -Dtest=WarmupCosineExerciseTest}.
 */
class WarmupCosineExerciseTest extends WarmupCosineContract {
  WarmupCosineExerciseTest() {
    super(new org.glassllm.exercises.l07.WarmupCosine());
  }
}
