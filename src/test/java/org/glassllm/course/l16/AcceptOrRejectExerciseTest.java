package org.glassllm.course.l16;

/**
 * The contract of AcceptOrReject on the learner's code. Run it with {@code mvn test
 * -Dtest=AcceptOrRejectExerciseTest}.
 */
class AcceptOrRejectExerciseTest extends AcceptOrRejectContract {
  AcceptOrRejectExerciseTest() {
    super(new org.glassllm.exercises.l16.AcceptOrReject());
  }
}
