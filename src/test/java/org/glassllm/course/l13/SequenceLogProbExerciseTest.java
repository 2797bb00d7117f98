package org.glassllm.course.l13;

/**
 * The contract of SequenceLogProb on the learner's code. Run it with {@code mvn test
 * -Dtest=SequenceLogProbExerciseTest}.
 */
class SequenceLogProbExerciseTest extends SequenceLogProbContract {
  SequenceLogProbExerciseTest() {
    super(new org.glassllm.exercises.l13.SequenceLogProb());
  }
}
