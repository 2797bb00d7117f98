package org.glassllm.course.l07;

/**
 * The contract of ShiftedTargets on the learner's code. Run it with {@code mvn test
 * -Dtest=ShiftedTargetsExerciseTest}.
 */
class ShiftedTargetsExerciseTest extends ShiftedTargetsContract {
  ShiftedTargetsExerciseTest() {
    super(new org.glassllm.exercises.l07.ShiftedTargets());
  }
}
