package org.glassllm.course.l16;

/**
 * The contract of BlockTable on the learner's code. Run it with {@code mvn test
 * -Dtest=BlockTableExerciseTest}.
 */
class BlockTableExerciseTest extends BlockTableContract {
  BlockTableExerciseTest() {
    super(new org.glassllm.exercises.l16.BlockTable());
  }
}
