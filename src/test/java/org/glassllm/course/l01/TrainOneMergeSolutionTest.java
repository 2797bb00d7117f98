package org.glassllm.course.l01;

/** The contract of TrainOneMerge on the reference solution. */
class TrainOneMergeSolutionTest extends TrainOneMergeContract {
  TrainOneMergeSolutionTest() {
    super(new org.glassllm.solutions.l01.TrainOneMerge());
  }
}
