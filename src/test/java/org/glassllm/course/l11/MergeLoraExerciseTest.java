package org.glassllm.course.l11;

/**
 * The contract of MergeLora on the learner's code. Run it with {@code mvn test
 * -Dtest=MergeLoraExerciseTest}.
 */
class MergeLoraExerciseTest extends MergeLoraContract {
  MergeLoraExerciseTest() {
    super(new org.glassllm.exercises.l11.MergeLora());
  }
}
