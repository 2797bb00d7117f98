package org.glassllm.course.l11;

/**
 * The contract of Collate on the learner's code. Run it with {@code mvn test
 * -Dtest=CollateExerciseTest}.
 */
class CollateExerciseTest extends CollateContract {
  CollateExerciseTest() {
    super(new org.glassllm.exercises.l11.Collate());
  }
}
