package org.glassllm.course.l11;

/**
 * The contract of ResponseMask on the learner's code. Run it with {@code mvn test
 * -Dtest=ResponseMaskExerciseTest}.
 */
class ResponseMaskExerciseTest extends ResponseMaskContract {
  ResponseMaskExerciseTest() {
    super(new org.glassllm.exercises.l11.ResponseMask());
  }
}
