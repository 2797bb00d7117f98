package org.glassllm.course.l07;

/** The contract of ShiftedTargets on the reference solution. */
class ShiftedTargetsSolutionTest extends ShiftedTargetsContract {
  ShiftedTargetsSolutionTest() {
    super(new org.glassllm.solutions.l07.ShiftedTargets());
  }
}
