package org.glassllm.course.l08;

/**
 * The contract of BitsPerByte on the learner's code. Run it with {@code mvn test
 * -Dtest=BitsPerByteExerciseTest}.
 */
class BitsPerByteExerciseTest extends BitsPerByteContract {
  BitsPerByteExerciseTest() {
    super(new org.glassllm.exercises.l08.BitsPerByte());
  }
}
