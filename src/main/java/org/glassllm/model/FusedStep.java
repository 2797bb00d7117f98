package org.glassllm.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Parameter;
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
  private final List<Parameter> parameters;
  private final List<NDArray> arrays;
  private final List<NDArray> outer;
  private final List<NDArray> layers = new ArrayList<>();

  private FusedStep(
      GptConfig config,
      Kernels kernels,
      PositionEncoding positions,
      long feedForward,
      Map<String, Parameter> named) {
    this.config = config;
    this.kernels = kernels;
    this.positions = positions;
    this.feedForward = feedForward;
    parameters = List.copyOf(named.values());
    arrays = parameters.stream().map(Parameter::getArray).toList();
    Map<String, NDArray> byName = new HashMap<>();
    named.forEach((name, p) -> byName.put(name, p.getArray()));
    NDArray table = byName.get("wte.weight");
    NDArray gain = byName.getOrDefault("ln_f.weight", table);
    outer =
        List.of(
            table,
            byName.getOrDefault("lm_head.weight", table),
            gain,
            byName.getOrDefault("ln_f.bias", gain));
    for (int layer = 0; layer < config.layers(); layer++) {
      for (String part : PARTS) {
        String name = "h." + layer + "." + part;
        NDArray weight = byName.getOrDefault(name + ".weight", table); // an Mlp has no gate
        layers.add(weight);
        layers.add(byName.getOrDefault(name + ".bias", weight));
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
    return Optional.of(
        new FusedStep(config, kernels, positions, feedForward, model.namedParameters()));
  }

  /** Returns whether every parameter of the model still has the array that this step uses. */
  boolean isCurrent() {
    for (int i = 0; i < parameters.size(); i++) {
      if (parameters.get(i).getArray() != arrays.get(i)) {
        return false;
      }
    }
    return true;
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
