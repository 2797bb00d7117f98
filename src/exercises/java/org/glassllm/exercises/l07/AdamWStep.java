package org.glassllm.exercises.l07;

/**
 * One step of AdamW (Loshchilov and Hutter 2019), in place.
 *
 * <p>m = β₁ m + (1 - β₁) g and v = β₂ v + (1 - β₂) g²; m̂ = m / (1 - β₁ᵗ), v̂ = v / (1 - β₂ᵗ); w =
 * w - lr · (m̂ / (√v̂ + ε) + λ w).
 *
 * <p>{@code mvn test -Dtest=AdamWStepExerciseTest} checks it.
 */
public final class AdamWStep implements Tasks.AdamWStep {
  /**
   * @param w weights, changed in place
   * @param g gradients
   * @param m running means of the gradients, changed
   * @param v running means of the squared gradients, changed
   * @param lr learning rate
   * @param betas β₁ and β₂
   * @param epsilon ε
   * @param decay λ
   * @param step t, from 1
   */
  @Override
  public void step(
      double[] w,
      double[] g,
      double[] m,
      double[] v,
      double lr,
      double[] betas,
      double epsilon,
      double decay,
      int step) {
    throw new UnsupportedOperationException("implement me: lesson 07, AdamWStep");
  }
}
