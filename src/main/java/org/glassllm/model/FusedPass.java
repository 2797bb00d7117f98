package org.glassllm.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.glassllm.tensor.Autograd;
import org.glassllm.tensor.Kernels;
import org.glassllm.tensor.ScriptModule;

/**
 * A pass of a complete {@link Gpt} over new tokens, in one call of libtorch. A small model's decode
 * step consists of a few hundred operations of a few microseconds each. The same number of calls
 * from Java would take several times as long.
 *
 * <p>The new tokens of all texts are the rows of one matrix {@code (N, C)}, so every text shares
 * one reading of the weights. Only attention treats each text on its own. Texts with the same
 * number of keys, in rows of slots at equal distances, share one call of attention.
 */
final class FusedPass {
  private static final List<String> PARTS =
      List.of("ln_1", "attn.c_attn", "attn.c_proj", "ln_2", "mlp.c_fc", "mlp.c_proj", "mlp.c_gate");

  /** Number of ALiBi in {@link PositionEncoding#fusedKind}. */
  static final long ALIBI = 4;

  private final GptConfig config;
  private final PositionEncoding positions;
  private final ScriptModule script;
  private final NDArray table;
  private final ScriptModule.Arguments outer;
  private final ScriptModule.Arguments layers;
  private final long[] choices;

  /**
   * Creates a pass.
   *
   * @param byName the weights by name, each with its updates; the arguments keep their memory
   */
  private FusedPass(
      Gpt model, PositionEncoding positions, long feedForward, Map<String, NDArray> byName) {
    config = model.config();
    this.positions = positions;
    script = Kernels.FUSED.script(FusedPass.class);
    table = model.namedParameters().get("wte.weight").getArray();
    NDArray wte = byName.get("wte.weight");
    NDArray gain = byName.getOrDefault("ln_f.weight", wte);
    NDArray zeros = byName.get("h.0.ln_1.weight").zerosLike(); // a norm without a bias is slow
    outer =
        ScriptModule.Arguments.of(
            table.getManager(),
            List.of(
                wte,
                byName.getOrDefault("lm_head.weight", wte),
                gain,
                byName.getOrDefault("ln_f.bias", zeros)));
    List<NDArray> all = new ArrayList<>();
    for (int layer = 0; layer < config.layers(); layer++) {
      for (String part : PARTS) {
        String name = "h." + layer + "." + part;
        all.add(byName.getOrDefault(name + ".weight", wte)); // an Mlp has no gate
        all.add(byName.getOrDefault(name + ".bias", zeros));
      }
    }
    layers = ScriptModule.Arguments.of(table.getManager(), all);
    zeros.close(); // the arguments keep the memory
    choices =
        new long[] {
          positions.fusedKind(),
          config.norm() instanceof RmsNorm ? 1 : 0,
          config.preNorm() ? 1 : 0,
          feedForward,
          config.bias() ? 1 : 0,
          config.heads(),
          config.kvHeads()
        };
  }

  /**
   * Returns the fused pass of a model, or empty if the configuration is not supported. The pass
   * reads the sum of a weight and its low-rank updates, so it costs no more than without updates.
   */
  static Optional<FusedPass> of(
      Gpt model, PositionEncoding positions, Map<Parameter, List<LowRank>> updates) {
    GptConfig config = model.config();
    long feedForward =
        config.feedForward() instanceof Mlp mlp
            ? mlp.activation().ordinal()
            : config.feedForward() instanceof SwiGlu ? 4 : -1;
    boolean known =
        model.kernels().fused()
            && feedForward >= 0
            && config.attention() instanceof MultiHeadAttention
            && Stream.of(LayerNorm.class, RmsNorm.class).anyMatch(config.norm().getClass()::equals)
            && positions.fusedKind() >= 0
            && model.namedParameters().get("wte.weight").getArray().getDataType()
                == DataType.FLOAT32;
    if (!known) {
      return Optional.empty();
    }
    Map<String, Parameter> named = model.namedParameters();
    Map<String, NDArray> byName = new HashMap<>();
    try (NDManager scope = named.get("wte.weight").getArray().getManager().newSubManager()) {
      named.forEach(
          (name, p) -> {
            List<LowRank> own = updates.getOrDefault(p, List.of());
            byName.put(name, LowRank.merged(scope, p.getArray(), own));
          });
      return Optional.of(new FusedPass(model, positions, feedForward, byName));
    }
  }

  /** Releases the weights; the manager of the weights does the same when it is closed. */
  void close() {
    outer.close();
    layers.close();
  }

  /**
   * Returns the logits that {@link LanguageModel#logits(NDManager, KvSlots, List, boolean)}
   * defines.
   */
  NDArray logits(NDManager scope, KvSlots slots, List<NewTokens> texts, boolean each) {
    Autograd.off();
    slots.allocate(config.kvHeads(), config.headDim(), DataType.FLOAT32);
    int tokens = 0, end = 0;
    for (NewTokens text : texts) {
      tokens += text.ids().length;
      end = Math.max(end, text.position() + text.ids().length);
    }
    NDList tables = positions.fusedTables(scope, table, end);
    return script.apply(
        scope,
        "cached_pass",
        scope.create(indices(texts, tokens), new Shape(4, tokens)),
        plan(texts, slots.size(), each),
        choices,
        outer,
        tables,
        layers,
        slots.arguments(),
        config.norm().epsilon(),
        Math.sqrt(config.dim()));
  }

  /** Returns id, position, slot and index of the newest visible key of each token, as four rows. */
  private static long[] indices(List<NewTokens> texts, int tokens) {
    long[] indices = new long[4 * tokens];
    int n = 0;
    for (NewTokens text : texts) {
      int t = text.ids().length, first = n + t - text.keys();
      for (int i = 0; i < t; i++) {
        indices[n + i] = text.ids()[i];
        indices[tokens + n + i] = text.position() + i;
        indices[3 * tokens + n + i] = text.keys() - t + i;
      }
      for (NewTokens.Run run : text.runs()) { // the new tokens have the last t slots
        for (int i = Math.max(0, n - first); i < run.length(); i++) {
          indices[2 * tokens + first + i] = run.start() + i;
        }
        first += run.length();
      }
      n += t;
    }
    return indices;
  }

  /** Returns the sizes of the groups of texts, as {@code cached_pass} expects them. */
  private long[] plan(List<NewTokens> texts, int size, boolean each) {
    LongArrayList plan = new LongArrayList();
    plan.add(each ? 1 : 0);
    plan.add(0);
    for (int i = 0; i < texts.size(); ) {
      List<NewTokens> group = group(texts.subList(i, texts.size()), size);
      NewTokens first = group.get(0);
      int t = first.ids().length, keys = 0, least = Integer.MAX_VALUE;
      for (NewTokens text : group) {
        keys = Math.max(keys, text.keys());
        least = Math.min(least, text.keys());
      }
      boolean full = keys == least && positions.fusedKind() != ALIBI;
      boolean causal = t == keys && first.runs().size() == 1 && config.heads() == config.kvHeads();
      plan.add(group.size());
      plan.add(t);
      plan.add(keys);
      plan.add(full && t == 1 ? 0 : full && causal ? 1 : 2);
      plan.add(group.size() == 1 ? 0 : start(group.get(1)) - start(first));
      plan.add(first.runs().size());
      for (NewTokens.Run run : first.runs()) {
        plan.add(run.start());
        plan.add(group.size() == 1 ? run.length() : keys);
      }
      plan.set(1, plan.getLong(1) + 1);
      i += group.size();
    }
    return plan.toLongArray();
  }

  /**
   * Returns the first texts that one call of attention computes. The runs of these texts start at
   * equal distances. Attention reads as many keys for each text as the longest text has, so the
   * texts together have at least half of these keys.
   */
  private static List<NewTokens> group(List<NewTokens> texts, int slots) {
    NewTokens first = texts.get(0);
    int longest = first.keys(), sum = longest, size = 1;
    while (size < texts.size()) {
      NewTokens next = texts.get(size);
      int distance = start(next) - start(texts.get(size - 1));
      boolean apart = size == 1 ? distance > 0 : distance == start(texts.get(1)) - start(first);
      longest = Math.max(longest, next.keys());
      sum += next.keys();
      if (first.runs().size() + next.runs().size() != 2
          || next.ids().length != first.ids().length
          || !apart
          || start(next) + longest > slots
          || sum < longest * (size + 1) / 2) {
        break;
      }
      size++;
    }
    return texts.subList(0, size);
  }

  private static int start(NewTokens text) {
    return text.runs().get(0).start();
  }
}
