package org.glassllm.course.l02;

/**
 * The contract of RotaryEmbedding on the learner's code. Run it with {@code mvn test
 * -Dtest=RotaryEmbeddingExerciseTest}.
 */
class RotaryEmbeddingExerciseTest extends RotaryEmbeddingContract {
  RotaryEmbeddingExerciseTest() {
    super(new org.glassllm.exercises.l02.RotaryEmbedding());
  }
}
