package org.glassllm.course.l08;

/** The contract of ExactMatch on the reference solution. */
class ExactMatchSolutionTest extends ExactMatchContract {
  ExactMatchSolutionTest() {
    super(new org.glassllm.solutions.l08.ExactMatch());
  }
}
