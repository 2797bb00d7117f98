package org.glassllm.exercises.l08;

/**
 * A bigram language model with add-k smoothing: the probability of a token after another.
 *
 * <p>p(next | previous) = (count(previous, next) + k) / (count(previous as a first half) + k · V).
 * The text's last token has no successor, so it is not the first half of any pair.
 *
 * <p>{@code mvn test -Dtest=BigramModelExerciseTest} checks it.
 */
public final class BigramModel implements Tasks.BigramModel {
  /**
   * @param text what is counted
   * @param vocab V
   * @param k added to each count, greater than 0
   * @param previous the token before
   * @param next the token asked for
   */
  @Override
  public double probability(int[] text, int vocab, double k, int previous, int next) {
    throw new UnsupportedOperationException("implement me: lesson 08, BigramModel");
  }
}
