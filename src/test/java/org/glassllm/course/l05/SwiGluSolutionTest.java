package org.glassllm.course.l05;

/** The contract of SwiGlu on the reference solution. */
class SwiGluSolutionTest extends SwiGluContract {
  SwiGluSolutionTest() {
    super(new org.glassllm.solutions.l05.SwiGlu());
  }
}
