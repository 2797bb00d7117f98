package org.glassllm.course.l08;

/** The contract of NllAndPerplexity on the reference solution. */
class NllAndPerplexitySolutionTest extends NllAndPerplexityContract {
  NllAndPerplexitySolutionTest() {
    super(new org.glassllm.solutions.l08.NllAndPerplexity());
  }
}
