package org.glassllm.course.l01;

/** The contract of PadBatch on the reference solution. */
class PadBatchSolutionTest extends PadBatchContract {
  PadBatchSolutionTest() {
    super(new org.glassllm.solutions.l01.PadBatch());
  }
}
