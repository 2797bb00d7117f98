package org.glassllm.course.l10;

/**
 * The contract of KvMemory on the learner's code. Run it with {@code mvn test
 * -Dtest=KvMemoryExerciseTest}.
 */
class KvMemoryExerciseTest extends KvMemoryContract {
  KvMemoryExerciseTest() {
    super(new org.glassllm.exercises.l10.KvMemory());
  }
}
