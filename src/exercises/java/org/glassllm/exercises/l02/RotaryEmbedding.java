package org.glassllm.exercises.l02;

/**
 * Rotary position embedding (Su et al. 2021): rotates pairs of channels by angles that grow with
 * the position.
 *
 * <p>Channel i forms a pair with channel i + D/2 (the layout of this framework and of Hugging Face's
 * conversion of Llama). The pair (a, b) becomes (a cos w - b sin w, b cos w + a sin w) with w = position /
 * 10000^(2i/D).
 *
 * <p>{@code mvn test -Dtest=RotaryEmbeddingExerciseTest} checks it.
 */
public final class RotaryEmbedding implements Tasks.RotaryEmbedding {
  /**
   * @param x a query or key of one head, D numbers, D even; left unchanged
   * @param position of its token, from 0
   * @return D numbers
   */
  @Override
  public double[] rotate(double[] x, int position) {
    throw new UnsupportedOperationException("implement me: lesson 02, RotaryEmbedding");
  }
}
