package org.glassllm.course.l01;

/**
 * The contract of PadBatch on the learner's code. Run it with {@code mvn test
 * -Dtest=PadBatchExerciseTest}.
 */
class PadBatchExerciseTest extends PadBatchContract {
  PadBatchExerciseTest() {
    super(new org.glassllm.exercises.l01.PadBatch());
  }
}
