package org.glassllm.course.l13;

/** The contract of DpoStep on the reference solution. */
class DpoStepSolutionTest extends DpoStepContract {
  DpoStepSolutionTest() {
    super(new org.glassllm.solutions.l13.DpoStep());
  }
}
