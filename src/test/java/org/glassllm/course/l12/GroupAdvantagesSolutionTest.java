package org.glassllm.course.l12;

/** The contract of GroupAdvantages on the reference solution. */
class GroupAdvantagesSolutionTest extends GroupAdvantagesContract {
  GroupAdvantagesSolutionTest() {
    super(new org.glassllm.solutions.l12.GroupAdvantages());
  }
}
