package org.glassllm.course.l07;

/** The contract of WarmupCosine on the reference solution. */
class WarmupCosineSolutionTest extends WarmupCosineContract {
  WarmupCosineSolutionTest() {
    super(new org.glassllm.solutions.l07.WarmupCosine());
  }
}
