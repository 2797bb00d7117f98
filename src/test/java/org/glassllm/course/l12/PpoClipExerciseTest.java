package org.glassllm.course.l12;

/**
 * The contract of PpoClip on the learner's code. Run it with {@code mvn test
 * -Dtest=PpoClipExerciseTest}.
 */
class PpoClipExerciseTest extends PpoClipContract {
  PpoClipExerciseTest() {
    super(new org.glassllm.exercises.l12.PpoClip());
  }
}
