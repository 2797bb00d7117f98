package org.glassllm.model;

/** How each token's channels are normalized. */
public sealed interface Norm extends Spec permits LayerNorm, RmsNorm {
  /** The usual number under the root. */
  double EPSILON = 1e-5;

  /** Returns the number added under the root, which prevents a division by 0. */
  double epsilon();

  /** Returns this norm with another epsilon, greater than 0. */
  Norm withEpsilon(double epsilon);

  /** Builds a norm over C channels. */
  GlassBlock build(GptConfig config);

  /** Returns the parameters of one norm. */
  long parameters(GptConfig config);
}
