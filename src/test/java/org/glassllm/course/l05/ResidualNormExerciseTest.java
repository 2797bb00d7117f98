package org.glassllm.course.l05;

/**
 * The contract of ResidualNorm on the learner's code. Run it with {@code mvn test
 * -Dtest=ResidualNormExerciseTest}.
 */
class ResidualNormExerciseTest extends ResidualNormContract {
  ResidualNormExerciseTest() {
    super(new org.glassllm.exercises.l05.ResidualNorm());
  }
}
