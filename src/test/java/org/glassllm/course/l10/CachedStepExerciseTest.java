package org.glassllm.course.l10;

/**
 * The contract of CachedStep on the learner's code. Run it with {@code mvn test
 * -Dtest=CachedStepExerciseTest}.
 */
class CachedStepExerciseTest extends CachedStepContract {
  CachedStepExerciseTest() {
    super(new org.glassllm.exercises.l10.CachedStep());
  }
}
