package org.glassllm.course.l02;

/** The contract of SinusoidalPositions on the reference solution. */
class SinusoidalPositionsSolutionTest extends SinusoidalPositionsContract {
  SinusoidalPositionsSolutionTest() {
    super(new org.glassllm.solutions.l02.SinusoidalPositions());
  }
}
