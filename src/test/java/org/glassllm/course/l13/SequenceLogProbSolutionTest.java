package org.glassllm.course.l13;

/** The contract of SequenceLogProb on the reference solution. */
class SequenceLogProbSolutionTest extends SequenceLogProbContract {
  SequenceLogProbSolutionTest() {
    super(new org.glassllm.solutions.l13.SequenceLogProb());
  }
}
