package org.glassllm.tensor;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * The operations that a GPT consists of, and the only ones that are worth making fast.
 *
 * <p>{@link ReadableKernels} writes each of them out in NDArray operations. Results belong to the
 * manager of the first argument, so put the activations first and the parameters after them.
 *
 * <p>Shapes: B batch, T tokens, C channels, H heads, D channels of a head, V vocabulary.
 */
public interface Kernels {

  /** The kernels that models use unless told otherwise. */
  static Kernels defaults() {
    return ReadableKernels.INSTANCE;
  }

  /**
   * Rows of a table.
   *
   * @param ids integers {@code (B, T)}
   * @param table {@code (V, C)}
   * @return {@code (B, T, C)}
   */
  NDArray embedding(NDArray ids, NDArray table);

  /**
   * {@code x W + b}.
   *
   * @param x {@code (…, in)}
   * @param weight {@code (in, out)}, the layout of GPT-2's files
   * @param bias {@code (out)}, or null
   * @return {@code (…, out)}
   */
  NDArray linear(NDArray x, NDArray weight, NDArray bias);

  /**
   * {@code x Eᵀ}: logits from an embedding table, for a head that is tied to it.
   *
   * @param x {@code (…, C)}
   * @param table {@code (V, C)}
   * @return {@code (…, V)}
   */
  NDArray unembed(NDArray x, NDArray table);

  /**
   * LayerNorm over the last axis (Ba et al. 2016, eq. 4), variance with divisor C.
   *
   * @param x {@code (…, C)}
   * @param gain {@code (C)}
   * @param bias {@code (C)}, or null
   * @param epsilon added to the variance
   */
  NDArray layerNorm(NDArray x, NDArray gain, NDArray bias, double epsilon);

  /**
   * RMSNorm over the last axis (Zhang and Sennrich 2019, eq. 4).
   *
   * @param x {@code (…, C)}
   * @param gain {@code (C)}
   * @param epsilon added to the mean square
   */
  NDArray rmsNorm(NDArray x, NDArray gain, double epsilon);

  /**
   * Causal scaled dot-product attention (Vaswani et al. 2017, eq. 1): query i sees keys 0 … i + (Tk
   * - Tq).
   *
   * @param q {@code (B, H, Tq, D)}
   * @param k {@code (B, G, Tk, D)}: G key-value heads, a divisor of H
   * @param v {@code (B, G, Tk, D)}
   * @param scoreBias {@code (H, Tq, Tk)} added to the scaled scores, or null
   * @param dropout probability with which a weight becomes zero while training
   * @param training whether dropout applies
   * @return {@code (B, H, Tq, D)}
   */
  NDArray attention(
      NDArray q, NDArray k, NDArray v, NDArray scoreBias, double dropout, boolean training);

  /** An activation function, element by element. */
  NDArray activate(NDArray x, Activation activation);

  /** Zeroes elements with probability {@code p} while training, and scales the rest by 1/(1-p). */
  NDArray dropout(NDArray x, double p, boolean training);

  /**
   * The sum of {@code -log softmax(logits)[target]} over the positions that count.
   *
   * @param logits {@code (N, V)}
   * @param targets integers {@code (N)}; {@code ignoreIndex} marks a position that does not count
   * @param ignoreIndex the mark, outside {@code [0, V)}
   * @return a scalar
   */
  NDArray crossEntropySum(NDArray logits, NDArray targets, long ignoreIndex);

  /** The Euclidean norm of all arrays taken together. */
  double globalNorm(List<NDArray> arrays);

  /**
   * One step of AdamW on lists of arrays, in place (Loshchilov and Hutter 2019, algorithm 2, with
   * PyTorch's decay {@code lr · weightDecay}).
   *
   * @param p the parameters, gradients and moments, lists of one length
   * @param settings learning rate, betas, epsilon and decay of this step
   * @param step the number of this step, from 1
   */
  void adamW(AdamWArrays p, AdamWSettings settings, long step);

  /**
   * The arrays of one AdamW step.
   *
   * @param weights the parameters, changed in place
   * @param gradients their gradients, which may be changed too
   * @param firstMoments running means of the gradients
   * @param secondMoments running means of the squared gradients
   */
  record AdamWArrays(
      List<NDArray> weights,
      List<NDArray> gradients,
      List<NDArray> firstMoments,
      List<NDArray> secondMoments) {}

  /**
   * The numbers of one AdamW step.
   *
   * @param learningRate this step's
   * @param beta1 decay of the first moment, in [0, 1)
   * @param beta2 decay of the second moment, in [0, 1)
   * @param epsilon added to the root of the second moment
   * @param weightDecay decoupled decay
   * @param gradientScale factor on the gradients, below 1 where they were clipped
   */
  record AdamWSettings(
      double learningRate,
      double beta1,
      double beta2,
      double epsilon,
      double weightDecay,
      double gradientScale) {}
}
