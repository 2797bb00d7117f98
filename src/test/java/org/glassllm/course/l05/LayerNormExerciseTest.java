package org.glassllm.course.l05;

/**
 * The contract of LayerNorm on the learner's code. Run it with {@code mvn test
 * -Dtest=LayerNormExerciseTest}.
 */
class LayerNormExerciseTest extends LayerNormContract {
  LayerNormExerciseTest() {
    super(new org.glassllm.exercises.l05.LayerNorm());
  }
}
