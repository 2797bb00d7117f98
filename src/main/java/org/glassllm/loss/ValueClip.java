package org.glassllm.loss;

import ai.djl.ndarray.NDArray;
import org.glassllm.base.Check;
import org.glassllm.tensor.Scalars;

/**
 * The clipped loss of a critic in PPO's published implementation: {@code ½ max((V - R)², (V_c -
 * R)²)}, where V_c is V, clipped to {@code V_old ± ε}.
 *
 * @param epsilon ε, greater than 0; infinity for the squared error without clipping
 */
public record ValueClip(double epsilon) {
  /** Checks the range. */
  public ValueClip {
    if (!(epsilon > 0)) {
      throw Check.illegal("epsilon", epsilon, "greater than 0");
    }
  }

  /**
   * Returns the loss of each token.
   *
   * @param values V, estimates of the trained critic, {@code (B, T)}
   * @param old V_old, estimates at the time of generation, {@code (B, T)}
   * @param returns R, the targets of the critic, {@code (B, T)}
   * @return {@code (B, T)}
   */
  public NDArray of(NDArray values, NDArray old, NDArray returns) {
    NDArray width = Scalars.like(values, epsilon);
    NDArray clipped = values.maximum(old.sub(width)).minimum(old.add(width)); // (B, T)
    NDArray error = values.sub(returns).square(), other = clipped.sub(returns).square();
    return Scalars.times(error.maximum(other), 0.5);
  }
}
