package org.glassllm.course.l09;

/** The contract of TopP on the reference solution. */
class TopPSolutionTest extends TopPContract {
  TopPSolutionTest() {
    super(new org.glassllm.solutions.l09.TopP());
  }
}
