package org.glassllm.course.l12;

/**
 * The contract of Gae on the learner's code. Run it with {@code mvn test -Dtest=GaeExerciseTest}.
 */
class GaeExerciseTest extends GaeContract {
  GaeExerciseTest() {
    super(new org.glassllm.exercises.l12.Gae());
  }
}
