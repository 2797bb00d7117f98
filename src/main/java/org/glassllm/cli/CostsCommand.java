package org.glassllm.cli;

import static com.google.common.math.LongMath.saturatedMultiply;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.glassllm.base.Check;
import org.glassllm.base.InputException;
import org.glassllm.checkpoint.RunFolder;
import org.glassllm.evaluate.ModelCosts;
import org.glassllm.evaluate.PublishedModel;
import org.glassllm.evaluate.PublishedModels;
import org.glassllm.model.GptConfig;
import org.glassllm.run.Recipes;
import org.glassllm.run.RunRecord;
import org.glassllm.tensor.Kernels;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs {@code glass costs}. */
@Command(
    name = "costs",
    description =
        "Compute the parameters, the memory and the FLOPs of models from their configurations.")
final class CostsCommand extends Subcommand {
  private static final int WIDTH = 80;
  private static final Columns<Row> COSTS = columns();

  @Parameters(
      paramLabel = "NAME",
      arity = "0..*",
      description =
          "Published models (gpt2, llama-2-7b, llama-2-70b, mistral-7b) and presets of glass train."
              + " Default: the published models.")
  private List<String> names = new ArrayList<>();

  @Option(names = "--run", paramLabel = "DIR", description = "Folder of a run; may be repeated.")
  private List<Path> runs = new ArrayList<>();

  @Option(
      names = "--context",
      paramLabel = "N",
      description = "Number of tokens of each text. Default: the context length of the model.")
  private Integer context;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "1",
      description = "Number of texts." + DEFAULT)
  private int batch;

  @Option(
      names = "--bytes",
      paramLabel = "1|2|4",
      defaultValue = "4",
      description =
          "Bytes of a number in weights and KV cache: 4 for float32, 2 for half precision, 1 for"
              + " 8 bits."
              + DEFAULT)
  private int bytes;

  private record Row(
      String name, GptConfig config, ModelCosts costs, int tokens, int batch, int bytes) {
    long part(String part) {
      return costs.parametersByPart().get(part);
    }
  }

  @Override
  public void run() {
    Check.positive("batch", batch);
    Check.oneOf("bytes", bytes, List.of(1, 2, 4));
    List<Row> rows = new ArrayList<>();
    for (String name : names.isEmpty() && runs.isEmpty() ? PublishedModels.names() : names) {
      PublishedModel model = named(name);
      rows.add(row(name, model.config(), model.costs()));
    }
    for (Path run : runs) {
      RunFolder folder = RunFolder.open(run);
      GptConfig config = folder.checkpoints().lastUnverified().config();
      rows.add(row(String.valueOf(run.getFileName()), config, RunRecord.of(folder).costs(config)));
    }
    if (json()) {
      printJson(COSTS.json(rows));
      return;
    }
    print(COSTS.sideBySide(rows, WIDTH));
    printf(
        "%nbatch %d, %d bytes per number in weights and KV cache%n"
            + "training state  float32: weights, gradients and AdamW's moments%n"
            + "fused           float32, without attention scores%n"
            + "half precision  with attention scores (Korthikanti et al. 2022)%n"
            + "checkpointed    half precision, the input of each layer only%n",
        batch, bytes);
  }

  private static PublishedModel named(String name) {
    if (PublishedModels.names().contains(name)) {
      return PublishedModels.named(name);
    }
    Set<String> known = new LinkedHashSet<>(PublishedModels.names());
    Recipes.names().forEach(known::add);
    Check.oneOf("model", name, known);
    return new PublishedModel(Recipes.named(name).model(), OptionalInt.empty());
  }

  private Row row(String name, GptConfig config, ModelCosts costs) {
    int tokens = context == null ? config.context() : Check.positive("context", context);
    if (tokens > config.context() && config.positions().parameters(config) > 0) {
      throw new InputException(
          "illegal context: %s, must be at most %s for %s, which has a learned vector for each"
              + " position; choose a shorter context, or omit the model",
          tokens, config.context(), name);
    }
    return new Row(name, config, costs, tokens, batch, bytes);
  }

  private static Columns<Row> columns() {
    Columns<Row> c =
        new Columns<Row>()
            .add("model", "model", "%s", Row::name)
            .add("layers", "layers", "%,d", r -> r.config().layers())
            .add("heads", "heads", "%,d", r -> r.config().heads())
            .add("key-value heads", "kv_heads", "%,d", r -> r.config().kvHeads())
            .add("channels", "dim", "%,d", r -> r.config().dim())
            .add("vocabulary", "vocab_size", "%,d", r -> r.config().vocabSize())
            .add("parameters", "parameters", "%,d", r -> r.costs().parameters());
    for (String part : new ModelCosts(GptConfig.builder().build()).parametersByPart().keySet()) {
      String key = part.replaceAll("[^a-z]", "_") + "_parameters";
      c.add("  " + part, key, "%,d", r -> r.part(part));
    }
    return c.addScaled(
            "weights",
            "weight_bytes",
            Units::bytes,
            r -> saturatedMultiply(r.bytes(), r.costs().parameters()))
        .add("tokens of a text", "tokens", "%,d", Row::tokens)
        .add(
            "tokens in the KV cache",
            "cached_tokens",
            "%,d",
            r -> r.costs().cachedTokens(r.tokens()))
        .addScaled(
            "KV cache of a token",
            "kv_cache_bytes_per_token",
            Units::bytes,
            r -> r.costs().kvCacheBytes(1, 1, r.bytes()))
        .addScaled(
            "KV cache",
            "kv_cache_bytes",
            Units::bytes,
            r -> r.costs().kvCacheBytes(r.batch(), r.tokens(), r.bytes()))
        .addScaled("training state", "training_bytes", Units::bytes, r -> r.costs().trainingBytes())
        .addScaled(
            "activations, fused",
            "activation_bytes",
            Units::bytes,
            r -> Math.round(r.costs().leastActivationBytes(Kernels.FUSED, r.batch(), r.tokens())))
        .addScaled(
            "  half precision",
            "half_precision_activation_bytes",
            Units::bytes,
            r -> r.costs().activationBytes(r.batch(), r.tokens(), false))
        .addScaled(
            "  checkpointed",
            "checkpointed_activation_bytes",
            Units::bytes,
            r -> r.costs().activationBytes(r.batch(), r.tokens(), true))
        .addScaled(
            "forward per token",
            "forward_flops_per_token",
            Units::flops,
            r -> r.costs().forwardFlopsPerToken(r.tokens()))
        .addScaled(
            "training per token",
            "training_flops_per_token",
            Units::flops,
            r -> r.costs().trainingFlopsPerToken(r.tokens()));
  }
}
