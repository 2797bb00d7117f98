package org.glassllm.course.l03;

/**
 * The contract of CausalMask on the learner's code. Run it with {@code mvn test
 * -Dtest=CausalMaskExerciseTest}.
 */
class CausalMaskExerciseTest extends CausalMaskContract {
  CausalMaskExerciseTest() {
    super(new org.glassllm.exercises.l03.CausalMask());
  }
}
