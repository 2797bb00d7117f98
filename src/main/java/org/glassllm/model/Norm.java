package org.glassllm.model;

/** The kind of norm in a model's configuration. A norm normalizes each token's channels. */
public sealed interface Norm extends Spec permits LayerNorm, RmsNorm {
  /** Default epsilon of a norm. */
  double EPSILON = 1e-5;

  /** Returns epsilon, which is added under the square root to prevent a division by 0. */
  double epsilon();

  /** Returns a copy with another epsilon, greater than 0. */
  Norm withEpsilon(double epsilon);

  /** Builds a norm over C channels. */
  GlassBlock build(GptConfig config);

  /** Returns the number of parameters of one norm. */
  long parameters(GptConfig config);
}
