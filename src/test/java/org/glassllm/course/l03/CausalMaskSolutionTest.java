package org.glassllm.course.l03;

/** The contract of CausalMask on the reference solution. */
class CausalMaskSolutionTest extends CausalMaskContract {
  CausalMaskSolutionTest() {
    super(new org.glassllm.solutions.l03.CausalMask());
  }
}
