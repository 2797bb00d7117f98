package org.glassllm.course.l11;

/** The contract of ResponseMask on the reference solution. */
class ResponseMaskSolutionTest extends ResponseMaskContract {
  ResponseMaskSolutionTest() {
    super(new org.glassllm.solutions.l11.ResponseMask());
  }
}
