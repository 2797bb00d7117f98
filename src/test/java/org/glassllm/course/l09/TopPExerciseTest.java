package org.glassllm.course.l09;

/**
 * The contract of TopP on the learner's code. Run it with {@code mvn test -Dtest=TopPExerciseTest}.
 */
class TopPExerciseTest extends TopPContract {
  TopPExerciseTest() {
    super(new org.glassllm.exercises.l09.TopP());
  }
}
