package org.glassllm.course.l09;

/** The contract of TopK on the reference solution. */
class TopKSolutionTest extends TopKContract {
  TopKSolutionTest() {
    super(new org.glassllm.solutions.l09.TopK());
  }
}
