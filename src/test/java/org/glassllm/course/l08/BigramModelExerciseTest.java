package org.glassllm.course.l08;

/**
 * The contract of BigramModel on the learner's code. Run it with {@code mvn test
 * -Dtest=BigramModelExerciseTest}.
 */
class BigramModelExerciseTest extends BigramModelContract {
  BigramModelExerciseTest() {
    super(new org.glassllm.exercises.l08.BigramModel());
  }
}
