package org.glassllm.course.l09;

/**
 * The contract of TopK on the learner's code. Run it with {@code mvn test -Dtest=TopKExerciseTest}.
 */
class TopKExerciseTest extends TopKContract {
  TopKExerciseTest() {
    super(new org.glassllm.exercises.l09.TopK());
  }
}
