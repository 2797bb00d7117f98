package org.glassllm.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.List;
import org.glassllm.base.Check;
import org.glassllm.base.InputException;

/**
 * The operations that a GPT consists of, and the only ones that are worth making fast.
 *
 * <p>{@link ReadableKernels} writes each of them out in NDArray operations; {@link FusedKernels}
 * calls one kernel of libtorch for each. A test holds their outputs and gradients together. Results
 * belong to the manager of the first argument, so put the activations first and the parameters
 * after them.
 *
 * <p>Shapes: B batch, T tokens, C channels, H heads, D channels of a head, V vocabulary.
 */
public interface Kernels {

  /** The kernels that models use unless told otherwise. */
  static Kernels defaults() {
    return FusedKernels.of(Precision.FLOAT32);
  }

  /**
   * Kernels by their name.
   *
   * @param name {@code fused} or {@code readable}
   * @throws InputException for another name, or readable kernels in another precision than float32
   */
  static Kernels named(String name, Precision precision) {
    if ("fused".equals(name)) {
      return FusedKernels.of(precision);
    }
    if (!"readable".equals(name)) {
      throw Check.illegal("kernels", name, "fused or readable");
    }
    if (precision != Precision.FLOAT32) {
      throw new InputException(
          "readable kernels have no precision "
              + precision.text()
              + "; use --kernels fused, or --precision float32");
    }
    return ReadableKernels.INSTANCE;
  }

  /** Kernels by their name, in float32. */
  static Kernels named(String name) {
    return named(name, Precision.FLOAT32);
  }

  /**
   * Rows of a table.
   *
   * @param ids integers {@code (B, T)}
   * @param table {@code (V, C)}
   * @param tied whether the table is the head too, so that its gradient is a full one anyway
   * @return {@code (B, T, C)}
   */
  NDArray embedding(NDArray ids, NDArray table, boolean tied);

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
   * Queries, keys and values, each head on its own.
   *
   * @param qkv {@code (B, T, (H + 2G) D)}: all queries, then all keys, then all values
   * @param heads H
   * @param kvHeads G
   * @return q {@code (B, H, T, D)}, k and v {@code (B, G, T, D)}
   */
  NDList splitHeads(NDArray qkv, int heads, int kvHeads);

  /** The heads side by side again: {@code (B, H, T, D)} to {@code (B, T, H·D)}. */
  NDArray mergeHeads(NDArray y);

  /**
   * Rotary positions (Su et al. 2021): channel pairs (i, i + D/2) become {@code (a cos - b sin, b
   * cos + a sin)}.
   *
   * @param x queries or keys {@code (B, H, T, D)}
   * @param cosine {@code (T, D)}
   * @param sine {@code (T, D)}, negative in the first half of the channels
   */
  NDArray rotate(NDArray x, NDArray cosine, NDArray sine);

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

  /**
   * Gradients of a scalar that was computed while gradients were collected. What was recorded is
   * released.
   *
   * @param loss the scalar
   * @param parameters arrays that require gradients
   * @return the gradient for each parameter, 0 where the loss does not depend on it; new arrays of
   *     the loss's manager
   */
  List<NDArray> gradients(NDArray loss, List<NDArray> parameters);

  /** Adds each term to its sum, in place. */
  void addAll(List<NDArray> sums, List<NDArray> terms);

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
