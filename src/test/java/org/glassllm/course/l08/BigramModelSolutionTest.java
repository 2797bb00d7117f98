package org.glassllm.course.l08;

/** The contract of BigramModel on the reference solution. */
class BigramModelSolutionTest extends BigramModelContract {
  BigramModelSolutionTest() {
    super(new org.glassllm.solutions.l08.BigramModel());
  }
}
