package org.glassllm.course.l02;

/** The contract of RotaryEmbedding on the reference solution. */
class RotaryEmbeddingSolutionTest extends RotaryEmbeddingContract {
  RotaryEmbeddingSolutionTest() {
    super(new org.glassllm.solutions.l02.RotaryEmbedding());
  }
}
