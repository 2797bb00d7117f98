package org.glassllm.course.l12;

/** The contract of PpoClip on the reference solution. */
class PpoClipSolutionTest extends PpoClipContract {
  PpoClipSolutionTest() {
    super(new org.glassllm.solutions.l12.PpoClip());
  }
}
