package org.glassllm.course.l12;

/**
 * The contract of GroupAdvantages on the learner's code. Run it with {@code mvn test
 * -Dtest=GroupAdvantagesExerciseTest}.
 */
class GroupAdvantagesExerciseTest extends GroupAdvantagesContract {
  GroupAdvantagesExerciseTest() {
    super(new org.glassllm.exercises.l12.GroupAdvantages());
  }
}
