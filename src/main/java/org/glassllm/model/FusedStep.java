package org.glassllm.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.glassllm.tensor.Kernels;
import org.glassllm.tensor.Precision;

/**
 * A decode step of a complete {@link Gpt} in one call of libtorch. It is the fused form of {@link
 * Gpt#lastLogits} for one new token per row. A small model's step consists of a few hundred
 * operations of a few microseconds each. The same number of calls from Java would take several
 * times as long.
 */
final class FusedStep {
  private static final List<String> PARTS =
      List.of("ln_1", "attn.c_attn", "attn.c_proj", "ln_2", "mlp.c_fc", "mlp.c_proj", "mlp.c_gate");

  private final GptConfig config;
  private final Kernels kernels;
  private final PositionEncoding positions;
  private final long feedForward;
  private final List<NDArray> outer;
  private final List<NDArray> layers = new ArrayList<>();

  private FusedStep(
      GptConfig config,
      Kernels kernels,
      PositionEncoding positions,
      long feedForward,
      Map<String, NDArray> arrays) {
    this.config = config;
    this.kernels = kernels;
    this.positions = positions;
    this.feedForward = feedForward;
    NDArray table = arrays.get("wte.weight");
    NDArray gain = arrays.getOrDefault("ln_f.weight", table);
    outer =
        List.of(
            table,
            arrays.getOrDefault("lm_head.weight", table),
            gain,
            arrays.getOrDefault("ln_f.bias", gain));
    for (int layer = 0; layer < config.layers(); layer++) {
      for (String part : PARTS) {
        String name = "h." + layer + "." + part;
        NDArray weight = arrays.getOrDefault(name + ".weight", table); // an Mlp has no gate
        layers.add(weight);
        layers.add(arrays.getOrDefault(name + ".bias", weight));
      }
    }
  }

  /** Returns the fused step of a model, or empty if the step does not support the configuration. */
  static Optional<FusedStep> of(Gpt model, PositionEncoding positions) {
    GptConfig config = model.config();
    Kernels kernels = model.kernels();
    long feedForward =
        config.feedForward() instanceof Mlp mlp
            ? mlp.activation().ordinal()
            : config.feedForward() instanceof SwiGlu ? 4 : -1;
    boolean known =
        kernels.fused()
            && kernels.precision() == Precision.FLOAT32
            && feedForward >= 0
            && config.attention() instanceof MultiHeadAttention
            && Stream.of(LayerNorm.class, RmsNorm.class).anyMatch(config.norm().getClass()::equals)
            && positions.stepKind() >= 0;
    if (!known) {
      return Optional.empty();
    }
    Map<String, NDArray> arrays = new HashMap<>();
    model.namedParameters().forEach((name, p) -> arrays.put(name, p.getArray()));
    return Optional.of(new FusedStep(config, kernels, positions, feedForward, arrays));
  }

  /** Returns whether this step uses {@code table} as its token embedding. */
  boolean isOf(NDArray table) {
    return outer.get(0) == table;
  }

  /** Returns the logits {@code (B, V)} of the token after ids {@code (B, 1)}. */
  NDArray logits(KvCache cache, NDArray ids) {
    cache.makeRoom(1);
    int position = cache.positions()[0];
    NDList tables = positions.stepTables(ids.getManager(), outer.get(0), position + 1);
    NDArray logits =
        kernels
            .script(FusedStep.class)
            .apply(
                ids.getManager(),
                "decode",
                ids,
                outer,
                tables.isEmpty() ? outer : tables,
                layers,
                cache.keys(),
                cache.values(),
                positions.stepKind(),
                config.norm() instanceof RmsNorm ? 1L : 0L,
                config.preNorm() ? 1L : 0L,
                feedForward,
                config.bias() ? 1L : 0L,
                (long) config.heads(),
                (long) cache.start(1),
                (long) cache.end(),
                (long) position,
                config.norm().epsilon(),
                Math.sqrt(config.dim()));
    cache.advance(1);
    return logits;
  }
}
