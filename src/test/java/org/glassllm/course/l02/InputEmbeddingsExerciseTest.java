package org.glassllm.course.l02;

/**
 * The contract of InputEmbeddings on the learner's code. Run it with {@code mvn test
 * -Dtest=InputEmbeddingsExerciseTest}.
 */
class InputEmbeddingsExerciseTest extends InputEmbeddingsContract {
  InputEmbeddingsExerciseTest() {
    super(new org.glassllm.exercises.l02.InputEmbeddings());
  }
}
