package org.glassllm.course.l05;

/** The contract of ResidualNorm on the reference solution. */
class ResidualNormSolutionTest extends ResidualNormContract {
  ResidualNormSolutionTest() {
    super(new org.glassllm.solutions.l05.ResidualNorm());
  }
}
