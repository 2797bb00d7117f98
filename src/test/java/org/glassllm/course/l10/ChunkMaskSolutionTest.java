package org.glassllm.course.l10;

/** The contract of ChunkMask on the reference solution. */
class ChunkMaskSolutionTest extends ChunkMaskContract {
  ChunkMaskSolutionTest() {
    super(new org.glassllm.solutions.l10.ChunkMask());
  }
}
