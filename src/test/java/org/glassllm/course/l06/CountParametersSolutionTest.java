package org.glassllm.course.l06;

/** The contract of CountParameters on the reference solution. */
class CountParametersSolutionTest extends CountParametersContract {
  CountParametersSolutionTest() {
    super(new org.glassllm.solutions.l06.CountParameters());
  }
}
