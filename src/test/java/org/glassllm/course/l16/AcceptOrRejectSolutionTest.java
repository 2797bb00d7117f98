package org.glassllm.course.l16;

/** The contract of AcceptOrReject on the reference solution. */
class AcceptOrRejectSolutionTest extends AcceptOrRejectContract {
  AcceptOrRejectSolutionTest() {
    super(new org.glassllm.solutions.l16.AcceptOrReject());
  }
}
