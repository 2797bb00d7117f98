package org.glassllm.course.l07;

/** The contract of ActivationMemory on the reference solution. */
class ActivationMemorySolutionTest extends ActivationMemoryContract {
  ActivationMemorySolutionTest() {
    super(new org.glassllm.solutions.l07.ActivationMemory());
  }
}
