package org.glassllm.course.l01;

/**
 * The contract of EncodeWithMerges on the learner's code. Run it with {@code mvn test
 * -Dtest=EncodeWithMergesExerciseTest}.
 */
class EncodeWithMergesExerciseTest extends EncodeWithMergesContract {
  EncodeWithMergesExerciseTest() {
    super(new org.glassllm.exercises.l01.EncodeWithMerges());
  }
}
