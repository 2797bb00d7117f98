package org.glassllm.course.l11;

/** The contract of Collate on the reference solution. */
class CollateSolutionTest extends CollateContract {
  CollateSolutionTest() {
    super(new org.glassllm.solutions.l11.Collate());
  }
}
