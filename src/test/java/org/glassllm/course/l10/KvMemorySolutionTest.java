package org.glassllm.course.l10;

/** The contract of KvMemory on the reference solution. */
class KvMemorySolutionTest extends KvMemoryContract {
  KvMemorySolutionTest() {
    super(new org.glassllm.solutions.l10.KvMemory());
  }
}
