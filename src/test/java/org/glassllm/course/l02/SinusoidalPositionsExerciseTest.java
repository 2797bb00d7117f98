package org.glassllm.course.l02;

/**
 * The contract of SinusoidalPositions on the learner's code. Run it with {@code mvn test
 * -Dtest=SinusoidalPositionsExerciseTest}.
 */
class SinusoidalPositionsExerciseTest extends SinusoidalPositionsContract {
  SinusoidalPositionsExerciseTest() {
    super(new org.glassllm.exercises.l02.SinusoidalPositions());
  }
}
