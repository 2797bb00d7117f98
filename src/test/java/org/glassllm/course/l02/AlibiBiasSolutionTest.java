package org.glassllm.course.l02;

/** The contract of AlibiBias on the reference solution. */
class AlibiBiasSolutionTest extends AlibiBiasContract {
  AlibiBiasSolutionTest() {
    super(new org.glassllm.solutions.l02.AlibiBias());
  }
}
