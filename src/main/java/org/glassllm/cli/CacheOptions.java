package org.glassllm.cli;

import java.util.Arrays;
import java.util.Optional;
import org.glassllm.base.InputException;
import org.glassllm.generate.Generator;
import org.glassllm.model.KvCache;
import org.glassllm.run.TrainedModel;
import org.glassllm.tensor.Precision;
import picocli.CommandLine.Option;

/** Declares the options of the key-value cache. */
final class CacheOptions {
  @Option(
      names = "--no-cache",
      description =
          "Recompute the complete context for each token instead of using the KV cache,"
              + " to compare the speed.")
  private boolean noCache;

  @Option(
      names = "--cache-precision",
      paramLabel = "P",
      defaultValue = "float32",
      description =
          "Data type of the KV cache: float32 or bfloat16, which needs half the memory."
              + " Default: ${DEFAULT-VALUE}.")
  private String precision;

  @Option(
      names = "--sinks",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Beyond the context, keep the first N tokens of the text in the KV cache (attention"
              + " sinks). Only for RoPE and ALiBi. Default: ${DEFAULT-VALUE}.")
  private int sinks;

  /** Returns whether an option differs from its default. */
  boolean given() {
    return noCache || sinks != 0 || precision() != Precision.FLOAT32;
  }

  private Precision precision() {
    return Arrays.stream(Precision.values())
        .filter(p -> p.text().equals(precision))
        .findFirst()
        .orElseThrow(
            () ->
                new InputException(
                    "illegal --cache-precision: %s, must be float32 or bfloat16", precision));
  }

  /** Returns a generator with these options. */
  Generator generator(TrainedModel model) {
    int context = model.model().context();
    if (noCache && (sinks != 0 || precision() != Precision.FLOAT32)) {
      throw new InputException(
          "--no-cache cannot be combined with --sinks or --cache-precision; omit one of the options");
    }
    Optional<KvCache.Settings> cache =
        noCache ? Optional.empty() : Optional.of(new KvCache.Settings(context, sinks, precision()));
    return new Generator(model.model(), model.tokenizer(), model.manager()).with(cache);
  }
}
