package org.glassllm.course.l11;

/** The contract of FormatInstruction on the reference solution. */
class FormatInstructionSolutionTest extends FormatInstructionContract {
  FormatInstructionSolutionTest() {
    super(new org.glassllm.solutions.l11.FormatInstruction());
  }
}
