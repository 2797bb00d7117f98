package org.glassllm.course.l16;

/** The contract of NextBatch on the reference solution. */
class NextBatchSolutionTest extends NextBatchContract {
  NextBatchSolutionTest() {
    super(new org.glassllm.solutions.l16.NextBatch());
  }
}
