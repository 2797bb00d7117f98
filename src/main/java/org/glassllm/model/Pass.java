package org.glassllm.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.glassllm.base.Check;
import org.glassllm.batch.Segments;
import org.glassllm.tensor.Autograd;
import org.glassllm.tensor.Kernels;

/**
 * The context of a forward pass, with everything that a block needs besides its input.
 *
 * @param store DJL's store, which returns the arrays of parameters
 * @param training whether dropout applies
 * @param kernels the kernels that compute the operations
 * @param mask selects the keys that each query attends to
 * @param cache keys and values of previous tokens
 * @param segments the texts in each row, which determine the positions of tokens
 * @param rotation the rotation of queries and keys, which the model sets once per pass
 * @param scores the mask and position biases as arrays, which the model sets once per pass
 * @param updates the low-rank updates of weights (LoRA); a weight without updates has no entry
 */
public record Pass(
    ParameterStore store,
    boolean training,
    Kernels kernels,
    Mask mask,
    KeyValueCache cache,
    Segments segments,
    Rotation rotation,
    ScoreMask scores,
    Map<Parameter, List<LowRank>> updates) {

  /** Checks that a pass with segments uses no cache. */
  public Pass {
    if (!segments.isNone() && cache != KeyValueCache.NONE) {
      throw Check.illegal(
          "cache", cache.length() + " tokens", "NONE in a pass with padded or packed rows");
    }
  }

  /**
   * Returns a pass with a causal mask and no cache.
   *
   * @param scope the manager that owns the arrays of the pass
   */
  public static Pass of(NDManager scope, Kernels kernels, boolean training) {
    return of(new ParameterStore(scope, false), kernels, training);
  }

  static Pass of(ParameterStore store, Kernels kernels, boolean training) {
    return new Pass(
        store,
        training,
        kernels,
        Mask.causal(),
        KeyValueCache.NONE,
        Segments.NONE,
        Rotation.NONE,
        new ScoreMask.Causal(),
        Map.of());
  }

  /** Disables autograd on this thread and returns a pass for inference. */
  public static Pass inference(NDManager scope, Kernels kernels) {
    Autograd.off();
    return of(scope, kernels, false);
  }

  /** Returns a copy of this pass with another mask. */
  public Pass with(Mask other) {
    return new Pass(store, training, kernels, other, cache, segments, rotation, scores, updates);
  }

  /**
   * Returns a copy of this pass with a cache of previous tokens. If the rows of the cache differ in
   * length, the mask becomes causal for these lengths.
   */
  public Pass with(KeyValueCache other) {
    int[] lengths = other.lengths();
    Mask rows = Mask.causal(lengths);
    Mask visible = lengths.length == 1 ? mask : mask.equals(Mask.causal()) ? rows : mask.and(rows);
    return new Pass(store, training, kernels, visible, other, segments, rotation, scores, updates);
  }

  /**
   * Returns a copy of this pass for padded or packed rows. Each token attends only to its own text,
   * and the positions of each text start at 0.
   */
  public Pass with(Segments texts) {
    if (texts.isCausal()) {
      return this;
    }
    Mask own = mask.and(Mask.segments(texts));
    return new Pass(store, training, kernels, own, cache, texts, rotation, scores, updates);
  }

  Pass with(Rotation newRotation, ScoreMask newScores) {
    return new Pass(
        store, training, kernels, mask, cache, segments, newRotation, newScores, updates);
  }

  /** Returns a copy of this pass that adds low-rank updates to the weights of a model. */
  Pass with(Map<Parameter, List<LowRank>> others) {
    return new Pass(store, training, kernels, mask, cache, segments, rotation, scores, others);
  }

  /** Returns the low-rank updates of a weight. */
  List<LowRank> updates(Parameter weight) {
    return updates.getOrDefault(weight, List.of());
  }

  /** Returns the manager of the arrays that this pass creates. */
  public NDManager manager() {
    return store.getManager();
  }

  /** Returns the array of a parameter on the device of {@code x}. */
  public NDArray value(Parameter parameter, NDArray x) {
    return store.getValue(parameter, x.getDevice(), training);
  }

  /**
   * Applies dropout during training: sets elements to 0 with probability {@code p} and scales the
   * others by 1/(1 - p) (Srivastava et al. 2014).
   */
  public NDArray dropout(NDArray x, double p) {
    return training && p > 0
        ? x.getNDArrayInternal().dropout(x, (float) p, true).singletonOrThrow()
        : x;
  }

  /** Returns the maximum position of an input with {@code tokens} tokens per row, plus 1. */
  int end(int tokens) {
    return segments.isNone()
        ? Arrays.stream(cache.positions()).max().orElseThrow() + tokens
        : Arrays.stream(segments.positions()).max().orElseThrow() + 1;
  }
}
