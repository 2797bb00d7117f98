package org.glassllm.course.l11;

/**
 * The contract of FormatInstruction on the learner's code. Run it with {@code mvn test
 * -Dtest=FormatInstructionExerciseTest}.
 */
class FormatInstructionExerciseTest extends FormatInstructionContract {
  FormatInstructionExerciseTest() {
    super(new org.glassllm.exercises.l11.FormatInstruction());
  }
}
