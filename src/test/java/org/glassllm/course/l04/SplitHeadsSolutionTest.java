package org.glassllm.course.l04;

/** The contract of SplitHeads on the reference solution. */
class SplitHeadsSolutionTest extends SplitHeadsContract {
  SplitHeadsSolutionTest() {
    super(new org.glassllm.solutions.l04.SplitHeads());
  }
}
