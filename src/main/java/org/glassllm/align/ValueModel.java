package org.glassllm.align;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.glassllm.batch.Batch;
import org.glassllm.model.HiddenStateModel;
import org.glassllm.model.Network;
import org.glassllm.model.Pass;
import org.glassllm.tensor.Kernels;

/**
 * A language model with a {@link ValueHead} on its hidden states. A reward model reads the head at
 * the last token of a text. In PPO, the critic reads the head at every token, and the policy uses
 * the same hidden states for its logits.
 */
public final class ValueModel implements Network {
  private static final String PREFIX = "score.";
  private final HiddenStateModel trunk;
  private final ValueHead head;

  private ValueModel(HiddenStateModel trunk, boolean withBias) {
    this.trunk = trunk;
    head = new ValueHead(trunk.dim(), withBias);
  }

  /** Returns a reward model; the head has no bias, since only differences of rewards count. */
  public static ValueModel reward(HiddenStateModel trunk) {
    return new ValueModel(trunk, false);
  }

  /** Returns a policy with a critic on the same hidden states; the head has a bias. */
  public static ValueModel critic(HiddenStateModel trunk) {
    return new ValueModel(trunk, true);
  }

  /** Logits {@code (B, T, V)} and values {@code (B, T)} of one pass. */
  public record Output(NDArray logits, NDArray values) {}

  /** Returns the logits and the values of every position of a batch. */
  public Output apply(Pass pass, Batch batch) {
    Pass texts = pass.with(batch.segments());
    NDArray hidden = trunk.hidden(texts, batch.inputArray(pass.manager())); // (B, T, C)
    return new Output(trunk.unembed(texts, hidden), head.apply(texts, hidden));
  }

  /** Returns the value of every position of a batch, {@code (B, T)}. */
  public NDArray values(Pass pass, Batch batch) {
    Pass texts = pass.with(batch.segments());
    return head.apply(texts, trunk.hidden(texts, batch.inputArray(pass.manager())));
  }

  /**
   * Returns the reward of each row, {@code (B)}: the value of its last token that is not padding.
   *
   * @param batch one text per row
   */
  public NDArray rewards(Pass pass, Batch batch) {
    long[] last = Arrays.stream(batch.lastTokens()).asLongStream().toArray();
    NDArray columns = pass.manager().create(last, new Shape(last.length, 1)); // (B, 1)
    return values(pass, batch).gather(columns, 1).squeeze(1);
  }

  /** Returns the language model whose hidden states the head reads. */
  public HiddenStateModel trunk() {
    return trunk;
  }

  @Override
  public Map<String, Parameter> namedParameters() {
    Map<String, Parameter> all = new LinkedHashMap<>(trunk.namedParameters());
    all.putAll(headParameters());
    return all;
  }

  @Override
  public Map<String, Parameter> trainedParameters() {
    Map<String, Parameter> all = new LinkedHashMap<>(trunk.trainedParameters());
    all.putAll(headParameters());
    return all;
  }

  /** Returns the parameters of the head alone, with their names in {@link #namedParameters}. */
  public Map<String, Parameter> headParameters() {
    Map<String, Parameter> own = new LinkedHashMap<>();
    head.namedParameters().forEach((name, p) -> own.put(PREFIX + name, p));
    return own;
  }

  /** Initializes the head, and the trunk if the trunk has no values. */
  @Override
  public void initialize(NDManager manager, DataType type) {
    if (!trunk.isInitialized()) {
      trunk.initialize(manager, type);
    }
    head.initialize(manager, type, new Shape(1, 1, trunk.dim()));
  }

  @Override
  public boolean isInitialized() {
    return trunk.isInitialized() && head.isInitialized();
  }

  @Override
  public Kernels kernels() {
    return trunk.kernels();
  }
}
