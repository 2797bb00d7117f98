package org.glassllm.course.l04;

/** The contract of AttentionParameters on the reference solution. */
class AttentionParametersSolutionTest extends AttentionParametersContract {
  AttentionParametersSolutionTest() {
    super(new org.glassllm.solutions.l04.AttentionParameters());
  }
}
