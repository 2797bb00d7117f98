package org.glassllm.course.l12;

/** The contract of RewardLoss on the reference solution. */
class RewardLossSolutionTest extends RewardLossContract {
  RewardLossSolutionTest() {
    super(new org.glassllm.solutions.l12.RewardLoss());
  }
}
