package org.glassllm.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.glassllm.tensor.Kernels;

/**
 * A decoder-only transformer (Radford et al. 2019), which maps ids {@code (B, T)} to logits {@code
 * (B, T, V)}.
 */
public final class Gpt extends GlassBlock implements HiddenStateModel {
  private final GptConfig config;
  private final Kernels kernels;
  private final Embedding tokens;
  private final PositionEncoding positions;
  private final List<TransformerBlock> blocks = new ArrayList<>();
  private final Optional<GlassBlock> finalNorm;
  private final Embedding head;
  private final LatestPass fused;

  /** Creates a model with fused kernels in float32. */
  public Gpt(GptConfig config) {
    this(config, Kernels.FUSED);
  }

  /**
   * Creates a model; {@link #initialize} gives its parameters their initial values.
   *
   * @param kernels the kernels that compute the operations
   */
  public Gpt(GptConfig config, Kernels kernels) {
    this.config = config;
    this.kernels = kernels;
    boolean tied = config.tiedHead();
    tokens = child("wte", embedding(tied));
    positions = child("wpe", config.positions().build(config));
    for (int layer = 0; layer < config.layers(); layer++) {
      blocks.add(child("h." + layer, new TransformerBlock(config, layer)));
    }
    // a post-norm block ends with a norm, so no final norm is needed
    finalNorm =
        config.preNorm()
            ? Optional.of(child("ln_f", config.norm().build(config)))
            : Optional.empty();
    head =
        tied
            ? tokens
            : child("lm_head", embedding(false)); // an untied head also has the shape (V, C)
    fused = latestPass(Map.of());
  }

  private Embedding embedding(boolean tied) {
    return new Embedding(config.vocabSize(), config.dim(), Initializers.weights(config), tied);
  }

  @Override
  public NDArray logits(Pass pass, NDArray ids) {
    return unembed(pass, hidden(pass, ids)); // (B, T, V)
  }

  @Override
  public NDArray lastLogits(Pass pass, NDArray ids) {
    return head.unembed(pass, hidden(pass, ids).get(":, -1")); // (B, V)
  }

  @Override
  public NDArray logits(NDManager scope, KvSlots slots, List<NewTokens> texts, boolean each) {
    return fused
        .call(pass -> pass.logits(scope, slots, texts, each))
        .orElseGet(() -> HiddenStateModel.super.logits(scope, slots, texts, each));
  }

  @Override
  public List<NDArray> keyRotation(NDManager manager) {
    return positions.keyRotation(manager);
  }

  @Override
  public int cachedLayers() {
    return config.layers();
  }

  @Override
  public boolean readsBeyondContext() {
    return config.positions() instanceof Rope || config.positions() instanceof Alibi;
  }

  @Override
  public NDArray unembed(Pass pass, NDArray hidden) {
    return head.unembed(pass, hidden);
  }

  @Override
  public int dim() {
    return config.dim();
  }

  @Override
  public NDArray hidden(Pass pass, NDArray ids) {
    NDArray x = positions.apply(pass, tokens.apply(pass, ids)); // (B, T, C)
    x = pass.dropout(x, config.dropout().embedding());
    Pass inner = pass.with(positions.rotation(pass, x), positions.scores(pass, x));
    for (TransformerBlock block : blocks) {
      x = block.apply(inner, x); // (B, T, C)
    }
    NDArray last = x;
    return finalNorm.map(norm -> norm.apply(inner, last)).orElse(last);
  }

  /** Returns the fused pass of this model with low-rank updates of its weights. */
  LatestPass latestPass(Map<Parameter, List<LowRank>> updates) {
    return new LatestPass(this, positions, updates);
  }

  @Override
  public NDArray apply(Pass pass, NDArray ids) {
    return logits(pass, ids);
  }

  /** Returns the configuration of this model. */
  public GptConfig config() {
    return config;
  }

  @Override
  public int vocabSize() {
    return config.vocabSize();
  }

  @Override
  public int context() {
    return config.context();
  }

  @Override
  public Kernels kernels() {
    return kernels;
  }

  @Override
  public void initialize(NDManager manager, DataType type) {
    initialize(manager, type, new Shape(1, config.context()));
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes) {
    return new Shape[] {inputShapes[0].add(config.vocabSize())};
  }
}
