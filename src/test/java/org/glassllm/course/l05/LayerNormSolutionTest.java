package org.glassllm.course.l05;

/** The contract of LayerNorm on the reference solution. */
class LayerNormSolutionTest extends LayerNormContract {
  LayerNormSolutionTest() {
    super(new org.glassllm.solutions.l05.LayerNorm());
  }
}
