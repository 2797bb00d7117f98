package org.glassllm.course.l11;

/** The contract of MergeLora on the reference solution. */
class MergeLoraSolutionTest extends MergeLoraContract {
  MergeLoraSolutionTest() {
    super(new org.glassllm.solutions.l11.MergeLora());
  }
}
