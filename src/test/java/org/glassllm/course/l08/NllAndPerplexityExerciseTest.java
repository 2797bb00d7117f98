package org.glassllm.course.l08;

/**
 * The contract of NllAndPerplexity on the learner's code. Run it with {@code mvn test
 * -Dtest=NllAndPerplexityExerciseTest}.
 */
class NllAndPerplexityExerciseTest extends NllAndPerplexityContract {
  NllAndPerplexityExerciseTest() {
    super(new org.glassllm.exercises.l08.NllAndPerplexity());
  }
}
