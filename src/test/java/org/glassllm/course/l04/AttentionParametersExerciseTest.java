package org.glassllm.course.l04;

/**
 * The contract of AttentionParameters on the learner's code. Run it with {@code mvn test
 * -Dtest=AttentionParametersExerciseTest}.
 */
class AttentionParametersExerciseTest extends AttentionParametersContract {
  AttentionParametersExerciseTest() {
    super(new org.glassllm.exercises.l04.AttentionParameters());
  }
}
