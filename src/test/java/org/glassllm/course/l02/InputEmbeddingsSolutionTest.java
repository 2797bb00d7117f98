package org.glassllm.course.l02;

/** The contract of InputEmbeddings on the reference solution. */
class InputEmbeddingsSolutionTest extends InputEmbeddingsContract {
  InputEmbeddingsSolutionTest() {
    super(new org.glassllm.solutions.l02.InputEmbeddings());
  }
}
