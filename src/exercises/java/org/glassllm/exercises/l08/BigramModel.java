package org.glassllm.exercises.l08;

/**
 * A bigram language model with add-k smoothing: the probability of a token after the previous one.
 *
 * <p>p(next | previous) = (count(previous, next) + k) / (count(previous with a successor) + k · V).
 * The last token of the text has no successor.
 *
 * <p>{@code mvn test -Dtest=BigramModelExerciseTest} checks it.
 */
public final class BigramModel implements Tasks.BigramModel {
  /**
   * @param text the token ids to count
   * @param vocab V
   * @param k added to each count, greater than 0
   * @param previous the previous token
   * @param next the token whose probability is computed
   */
  @Override
  public double probability(int[] text, int vocab, double k, int previous, int next) {
    throw new UnsupportedOperationException("implement me: lesson 08, BigramModel");
  }
}
