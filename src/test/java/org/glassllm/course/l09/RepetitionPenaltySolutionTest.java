package org.glassllm.course.l09;

/** The contract of RepetitionPenalty on the reference solution. */
class RepetitionPenaltySolutionTest extends RepetitionPenaltyContract {
  RepetitionPenaltySolutionTest() {
    super(new org.glassllm.solutions.l09.RepetitionPenalty());
  }
}
