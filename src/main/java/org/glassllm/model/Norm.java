package org.glassllm.model;

/** The choice of a model's norm, which normalizes each token's channels. */
public sealed interface Norm extends Spec permits LayerNorm, RmsNorm {
  /** The default epsilon. */
  double EPSILON = 1e-5;

  /** Returns epsilon, which is added under the root to prevent a division by 0. */
  double epsilon();

  /** Returns this norm with another epsilon, greater than 0. */
  Norm withEpsilon(double epsilon);

  /** Builds a norm over C channels. */
  GlassBlock build(GptConfig config);

  /** Returns the number of parameters of one norm. */
  long parameters(GptConfig config);
}
