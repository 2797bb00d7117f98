package org.glassllm.course.l04;

/**
 * The contract of GroupedQueryAttention on the learner's code. Run it with {@code mvn test
 * -Dtest=GroupedQueryAttentionExerciseTest}.
 */
class GroupedQueryAttentionExerciseTest extends GroupedQueryAttentionContract {
  GroupedQueryAttentionExerciseTest() {
    super(new org.glassllm.exercises.l04.GroupedQueryAttention());
  }
}
