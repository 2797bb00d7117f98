package org.glassllm.course.l16;

/** The contract of BlockTable on the reference solution. */
class BlockTableSolutionTest extends BlockTableContract {
  BlockTableSolutionTest() {
    super(new org.glassllm.solutions.l16.BlockTable());
  }
}
