package org.glassllm.course.l05;

/**
 * The contract of SwiGlu on the learner's code. Run it with {@code mvn test
 * -Dtest=SwiGluExerciseTest}.
 */
class SwiGluExerciseTest extends SwiGluContract {
  SwiGluExerciseTest() {
    super(new org.glassllm.exercises.l05.SwiGlu());
  }
}
