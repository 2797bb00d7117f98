package org.glassllm.course.l07;

/** The contract of MaskedCrossEntropy on the reference solution. */
class MaskedCrossEntropySolutionTest extends MaskedCrossEntropyContract {
  MaskedCrossEntropySolutionTest() {
    super(new org.glassllm.solutions.l07.MaskedCrossEntropy());
  }
}
