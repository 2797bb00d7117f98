package org.glassllm.course.l13;

/** The contract of DpoLoss on the reference solution. */
class DpoLossSolutionTest extends DpoLossContract {
  DpoLossSolutionTest() {
    super(new org.glassllm.solutions.l13.DpoLoss());
  }
}
