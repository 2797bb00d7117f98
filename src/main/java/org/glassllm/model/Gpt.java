package org.glassllm.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import java.util.ArrayList;
import java.util.List;
import org.glassllm.base.InputException;
import org.glassllm.tensor.Kernels;
import org.glassllm.tensor.Scalars;

/**
 * A decoder-only transformer (Radford et al. 2019): ids {@code (B, T)} in, logits {@code (B, T, V)}
 * out. The logits at position t say what the model expects at position t + 1.
 */
public final class Gpt extends GlassBlock {
  private final GptConfig config;
  private final Kernels kernels;
  private final Embedding tokens;
  private final Embedding positions;
  private final List<TransformerBlock> blocks = new ArrayList<>();
  private final Norm finalNorm;
  private final Embedding head;

  /** A model with the default kernels. */
  public Gpt(GptConfig config) {
    this(config, Kernels.defaults());
  }

  /**
   * @param config what it is made of
   * @param kernels how its operations are computed
   */
  public Gpt(GptConfig config, Kernels kernels) {
    this.config = config;
    this.kernels = kernels;
    tokens =
        child(
            "wte",
            new Embedding(
                config.vocabSize(), config.dim(), Initializers.weights(config), config.tiedHead()));
    positions =
        config.positions() == GptConfig.Positions.LEARNED
            ? child(
                "wpe",
                new Embedding(config.context(), config.dim(), Initializers.weights(config), false))
            : null;
    for (int layer = 0; layer < config.layers(); layer++) {
      blocks.add(child("h." + layer, new TransformerBlock(config, layer)));
    }
    // a post-norm block already ends with a norm
    finalNorm = config.preNorm() ? child("ln_f", Norm.of(config)) : null;
    // (V, C) as in Hugging Face's files, so the head is a second table that logits are read off
    head =
        config.tiedHead()
            ? tokens
            : child(
                "lm_head",
                new Embedding(
                    config.vocabSize(), config.dim(), Initializers.weights(config), false));
  }

  /** What the model is made of. */
  public GptConfig config() {
    return config;
  }

  @Override
  public Kernels kernels() {
    return kernels;
  }

  /** Gives every parameter its first value, in {@code manager} and with its device. */
  public void initialize(NDManager manager, DataType type) {
    initialize(manager, type, new Shape(1, config.context()));
  }

  /**
   * Logits of ids.
   *
   * @param store gives the parameters
   * @param ids {@code (B, T)}, T at most the context
   * @param training whether dropout applies
   * @return {@code (B, T, V)}
   */
  public NDArray logits(ParameterStore store, NDArray ids, boolean training) {
    return apply(new Pass(store, training, kernels, null, null), ids);
  }

  @Override
  public NDArray apply(Pass pass, NDArray ids) {
    NDArray x = hidden(pass, ids); // (B, T, C)
    return head.unembed(pass, x); // (B, T, V)
  }

  /** What the last norm gives, before the head: {@code (B, T, C)}. */
  public NDArray hidden(Pass pass, NDArray ids) {
    int t = (int) ids.getShape().get(1), offset = pass.offset();
    if (offset + t > config.context() && config.positions() == GptConfig.Positions.LEARNED) {
      throw new InputException(
          "a text of "
              + (offset + t)
              + " tokens is longer than the context of "
              + config.context());
    }
    NDArray x = tokens.apply(pass, ids); // (B, T, C)
    Pass inner = pass;
    switch (config.positions()) {
      case LEARNED -> {
        NDArray place = ids.getManager().arange(offset, offset + t, 1, DataType.INT64);
        x = x.add(positions.apply(pass, place.reshape(1, t))); // (1, T, C) for every text
      }
      case SINUSOIDAL -> {
        // the paper scales the embeddings by √C, or these sines would drown them
        NDArray waves =
            PositionEncoding.sinusoidal(x.getManager(), offset, t, config.dim(), x.getDataType());
        x = Scalars.times(x, Math.sqrt(config.dim())).add(waves);
      }
      case ROPE ->
          inner =
              pass.with(
                  PositionEncoding.rope(
                      x.getManager(), offset, t, config.headDim(), x.getDataType()));
      case ALIBI ->
          inner =
              pass.with(
                  new Pass.PositionTables(
                      null,
                      null,
                      PositionEncoding.alibi(
                          x.getManager(), offset, t, config.heads(), x.getDataType())));
      case NONE -> inner = pass;
    }
    x = pass.kernels().dropout(x, config.dropout(), pass.training());
    for (TransformerBlock block : blocks) {
      x = block.apply(inner, x); // (B, T, C)
    }
    return finalNorm == null ? x : finalNorm.apply(pass, x);
  }

  /** Number of trained numbers; the tied head counts once. */
  public long parameterCount() {
    return namedParameters().values().stream().mapToLong(p -> p.getArray().size()).sum();
  }

  /** Number of trained numbers without the learned positions, as papers often count. */
  public long parameterCountWithoutPositions() {
    Parameter table = namedParameters().get("wpe.weight");
    return parameterCount() - (table == null ? 0 : table.getArray().size());
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes) {
    return new Shape[] {inputShapes[0].add(config.vocabSize())};
  }
}
