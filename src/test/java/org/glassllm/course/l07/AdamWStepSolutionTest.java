package org.glassllm.course.l07;

/** The contract of AdamWStep on the reference solution. */
class AdamWStepSolutionTest extends AdamWStepContract {
  AdamWStepSolutionTest() {
    super(new org.glassllm.solutions.l07.AdamWStep());
  }
}
