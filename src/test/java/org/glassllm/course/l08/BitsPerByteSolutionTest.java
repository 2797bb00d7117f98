package org.glassllm.course.l08;

/** The contract of BitsPerByte on the reference solution. */
class BitsPerByteSolutionTest extends BitsPerByteContract {
  BitsPerByteSolutionTest() {
    super(new org.glassllm.solutions.l08.BitsPerByte());
  }
}
