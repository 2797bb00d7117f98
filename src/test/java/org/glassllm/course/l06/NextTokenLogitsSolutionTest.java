package org.glassllm.course.l06;

/** The contract of NextTokenLogits on the reference solution. */
class NextTokenLogitsSolutionTest extends NextTokenLogitsContract {
  NextTokenLogitsSolutionTest() {
    super(new org.glassllm.solutions.l06.NextTokenLogits());
  }
}
