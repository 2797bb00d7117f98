package org.glassllm.course.l16;

/**
 * The contract of NextBatch on the learner's code. Run it with {@code mvn test
 * -Dtest=NextBatchExerciseTest}.
 */
class NextBatchExerciseTest extends NextBatchContract {
  NextBatchExerciseTest() {
    super(new org.glassllm.exercises.l16.NextBatch());
  }
}
