package org.glassllm.course.l03;

/** The contract of Attention on the reference solution. */
class AttentionSolutionTest extends AttentionContract {
  AttentionSolutionTest() {
    super(new org.glassllm.solutions.l03.Attention());
  }
}
