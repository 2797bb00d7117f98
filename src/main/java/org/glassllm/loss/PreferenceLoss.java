package org.glassllm.loss;

import ai.djl.ndarray.NDArray;
import org.glassllm.base.Check;
import org.glassllm.tensor.Kernels;
import org.glassllm.tensor.Scalars;

/**
 * A loss of direct preference optimization (DPO). The loss is a function of one number per pair,
 * {@code h = log(π(chosen)/π_ref(chosen)) - log(π(rejected)/π_ref(rejected))}. The implicit reward
 * of a response is {@code β log(π/π_ref)}, so {@code β h} is the difference of two rewards.
 */
public sealed interface PreferenceLoss {
  /** Returns β, the factor of the implicit reward; a larger β keeps π closer to π_ref. */
  double beta();

  /**
   * Returns the loss of each pair.
   *
   * @param h differences of the log-ratios, {@code (P)}
   * @return {@code (P)}
   */
  NDArray of(Kernels kernels, NDArray h);

  /**
   * The loss of DPO (Rafailov et al. 2023, eq. 7), {@code -log σ(βh)}. With label smoothing ε, as
   * in conservative DPO (Mitchell 2023): {@code -(1 - ε) log σ(βh) - ε log σ(-βh)}. The loss of h =
   * 0 is log 2.
   *
   * @param beta β, greater than 0
   * @param labelSmoothing ε, the assumed share of flipped labels, at least 0 and below 0.5
   */
  record Sigmoid(double beta, double labelSmoothing) implements PreferenceLoss {
    /** Checks both ranges. */
    public Sigmoid {
      Check.positive("beta", beta);
      Check.below("labelSmoothing", labelSmoothing, 0, 0.5);
    }

    /** Creates the loss without label smoothing. */
    public Sigmoid(double beta) {
      this(beta, 0);
    }

    @Override
    public NDArray of(Kernels kernels, NDArray h) {
      NDArray x = Scalars.times(h, beta);
      NDArray loss = LogSigmoid.of(kernels, x).neg();
      if (labelSmoothing == 0) {
        return loss;
      }
      NDArray flipped = LogSigmoid.of(kernels, x.neg()).neg();
      return Scalars.times(loss, 1 - labelSmoothing).add(Scalars.times(flipped, labelSmoothing));
    }
  }

  /**
   * The loss of identity preference optimization (IPO, Azar et al. 2023, eq. 17), {@code (h -
   * 1/(2β))²}. The loss keeps h finite even if all labels agree.
   *
   * @param beta β, greater than 0 (τ in the paper)
   */
  record Ipo(double beta) implements PreferenceLoss {
    /** Checks the range. */
    public Ipo {
      Check.positive("beta", beta);
    }

    @Override
    public NDArray of(Kernels kernels, NDArray h) {
      return h.sub(Scalars.like(h, 1 / (2 * beta))).square();
    }
  }
}
