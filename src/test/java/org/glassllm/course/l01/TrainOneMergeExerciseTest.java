package org.glassllm.course.l01;

/**
 * The contract of TrainOneMerge on the learner's code. Run it with {@code mvn test
 * -Dtest=TrainOneMergeExerciseTest}.
 */
class TrainOneMergeExerciseTest extends TrainOneMergeContract {
  TrainOneMergeExerciseTest() {
    super(new org.glassllm.exercises.l01.TrainOneMerge());
  }
}
