package org.glassllm.course.l01;

/** The contract of EncodeWithMerges on the reference solution. */
class EncodeWithMergesSolutionTest extends EncodeWithMergesContract {
  EncodeWithMergesSolutionTest() {
    super(new org.glassllm.solutions.l01.EncodeWithMerges());
  }
}
