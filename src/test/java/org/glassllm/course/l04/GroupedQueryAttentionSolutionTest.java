package org.glassllm.course.l04;

/** The contract of GroupedQueryAttention on the reference solution. */
class GroupedQueryAttentionSolutionTest extends GroupedQueryAttentionContract {
  GroupedQueryAttentionSolutionTest() {
    super(new org.glassllm.solutions.l04.GroupedQueryAttention());
  }
}
