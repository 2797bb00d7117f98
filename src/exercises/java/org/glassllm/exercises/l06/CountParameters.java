package org.glassllm.exercises.l06;

/**
 * Counts the parameters of a GPT-2: learned positions, biases, LayerNorms with gain and bias, a
 * feed-forward layer four times as wide inside, a final norm, and a head that may share the token
 * embedding's table.
 *
 * <p>{@code mvn test -Dtest=CountParametersExerciseTest} checks it.
 */
public final class CountParameters implements Tasks.CountParameters {
  /**
   * @param vocab V
   * @param context T
   * @param layers L
   * @param dim C
   * @param tied whether the head shares the token embedding's table (it has no bias)
   */
  @Override
  public long count(long vocab, long context, long layers, long dim, boolean tied) {
    throw new UnsupportedOperationException("implement me: lesson 06, CountParameters");
  }
}
