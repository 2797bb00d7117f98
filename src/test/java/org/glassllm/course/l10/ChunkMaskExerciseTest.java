package org.glassllm.course.l10;

/**
 * The contract of ChunkMask on the learner's code. Run it with {@code mvn test
 * -Dtest=ChunkMaskExerciseTest}.
 */
class ChunkMaskExerciseTest extends ChunkMaskContract {
  ChunkMaskExerciseTest() {
    super(new org.glassllm.exercises.l10.ChunkMask());
  }
}
