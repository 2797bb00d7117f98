package org.glassllm.exercises.l08;

/**
 * Computes the negative log-likelihood of a token, and the perplexity of a text: exp of its mean.
 *
 * <p>{@code mvn test -Dtest=NllAndPerplexityExerciseTest} checks it.
 */
public final class NllAndPerplexity implements Tasks.NllAndPerplexity {
  @Override
  public double nll(double[] logits, int label) {
    throw new UnsupportedOperationException("implement me: lesson 08, NllAndPerplexity");
  }

  @Override
  public double perplexity(double[][] logits, int[] labels) {
    throw new UnsupportedOperationException("implement me: lesson 08, NllAndPerplexity");
  }
}
