package org.glassllm.course.l07;

/**
 * The contract of MaskedCrossEntropy on the learner's code. Run it with {@code mvn test
 * -Dtest=MaskedCrossEntropyExerciseTest}.
 */
class MaskedCrossEntropyExerciseTest extends MaskedCrossEntropyContract {
  MaskedCrossEntropyExerciseTest() {
    super(new org.glassllm.exercises.l07.MaskedCrossEntropy());
  }
}
