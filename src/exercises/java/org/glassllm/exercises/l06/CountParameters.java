package org.glassllm.exercises.l06;

/**
 * Counts the parameters of a GPT-2. It has learned positions, biases, LayerNorms with gain and bias,
 * feed-forward layers with 4C channels inside, a last norm, and a head that may be tied.
 *
 * <p>{@code mvn test -Dtest=CountParametersExerciseTest} checks it.
 */
public final class CountParameters implements Tasks.CountParameters {
  /**
   * @param vocab V
   * @param context T
   * @param layers L
   * @param dim C
   * @param tied whether the head shares the token embedding; the head has no bias
   */
  @Override
  public long count(long vocab, long context, long layers, long dim, boolean tied) {
    throw new UnsupportedOperationException("implement me: lesson 06, CountParameters");
  }
}
