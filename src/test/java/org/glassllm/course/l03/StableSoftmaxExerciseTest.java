package org.glassllm.course.l03;

/**
 * The contract of StableSoftmax on the learner's code. Run it with {@code mvn test
 * -Dtest=StableSoftmaxExerciseTest}.
 */
class StableSoftmaxExerciseTest extends StableSoftmaxContract {
  StableSoftmaxExerciseTest() {
    super(new org.glassllm.exercises.l03.StableSoftmax());
  }
}
