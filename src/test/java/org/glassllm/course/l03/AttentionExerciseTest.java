package org.glassllm.course.l03;

/**
 * The contract of Attention on the learner's code. Run it with {@code mvn test
 * -Dtest=AttentionExerciseTest}.
 */
class AttentionExerciseTest extends AttentionContract {
  AttentionExerciseTest() {
    super(new org.glassllm.exercises.l03.Attention());
  }
}
