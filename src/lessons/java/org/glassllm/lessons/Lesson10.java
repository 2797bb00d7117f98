package org.glassllm.lessons;

import ai.djl.ndarray.NDManager;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.glassllm.evaluate.ModelCosts;
import org.glassllm.evaluate.PublishedModel;
import org.glassllm.evaluate.PublishedModels;
import org.glassllm.generate.Decoder;
import org.glassllm.model.Gpt;
import org.glassllm.model.GptConfig;
import org.glassllm.picture.Charts;
import org.glassllm.tensor.Torch;

/** Lesson 10: the key-value cache is exact and fast, and its bytes follow a formula. */
public final class Lesson10 implements Lesson {
  private static final int HALF = 2;
  private static final double MIB = 1 << 20;
  private List<StepTimes.Row> times;

  @Override
  public String folder() {
    return "10-kv-cache";
  }

  @Override
  public String title() {
    return "The KV cache";
  }

  /** Measures once, for the report and the picture. */
  private List<StepTimes.Row> times() {
    if (times == null) {
      times = StepTimes.measure();
    }
    return times;
  }

  @Override
  public Report run() {
    Report r = new Report();
    CacheExactness.report(r);
    bytes(r);
    published(r);
    report(r, times());
    return r;
  }

  /** Compares the bytes of a cache's arrays with the formula. */
  private static void bytes(Report r) {
    r.say("A cache of %d tokens, 4 layers, 4 query heads, D = 64, float32:", StepTimes.CONTEXT);
    for (int kvHeads : new int[] {4, 2, 1}) {
      GptConfig config = StepTimes.config(kvHeads);
      r.say(
          "  %d key-value heads: %,d bytes by the formula, %,d allocated",
          kvHeads,
          new ModelCosts(config).kvCacheBytes(1, Float.BYTES),
          (long) r.value("bytes_" + kvHeads, allocated(config)));
    }
  }

  private static long allocated(GptConfig config) {
    try (NDManager manager = Torch.manager()) {
      Gpt model = new Gpt(config);
      model.initialize(manager, 1);
      try (Decoder decoder = new Decoder(model, true, manager)) {
        decoder.feed(1, 2, 3);
        return decoder.cacheBytes();
      }
    }
  }

  private static void published(Report r) {
    r.say("Published models, one text of 4,096 tokens (gpt2: 1,024), 2 bytes a number:");
    for (String name : PublishedModels.names()) {
      PublishedModel model = PublishedModels.named(name);
      ModelCosts costs = model.costs();
      int tokens = Math.min(model.config().context(), 4096);
      r.say(
          "  %-12s %4.0f KiB a token, %5.0f MiB; weights %7.0f MiB",
          name,
          r.value("kib_a_token_" + name, costs.kvCacheBytes(1, 1, HALF) / 1024.0),
          r.value("mib_" + name, costs.kvCacheBytes(1, tokens, HALF) / MIB),
          r.value("weights_mib_" + name, HALF * costs.parameters() / MIB));
    }
  }

  private static void report(Report r, List<StepTimes.Row> rows) {
    r.say("Milliseconds of one step of a model of 4 layers and 256 channels, medians:");
    for (StepTimes.Row row : rows) {
      r.sample(
          String.format(
              Locale.ROOT,
              "after %3d tokens: %5.2f with the cache, %6.2f without, %4.1f times as fast",
              row.position(),
              row.cached(),
              row.uncached(),
              row.uncached() / row.cached()));
    }
    StepTimes.Row last = rows.get(rows.size() - 1);
    r.sample(
        String.format(
            Locale.ROOT,
            "tokens/s: %,.0f in a prefill of %d, %,.0f in decode steps after them",
            1000 * last.position() / last.prefill(),
            last.position(),
            1000 / last.cached()));
  }

  @Override
  public Map<String, BufferedImage> pictures() {
    return Map.of(
        "step-time.png",
        Charts.lines(
            "One step of a model with 4 layers and 256 channels",
            "tokens before the step",
            "milliseconds",
            List.of(
                line("without a cache", StepTimes.Row::uncached),
                line("with a cache", StepTimes.Row::cached))));
  }

  private Charts.Line line(String name, ToDoubleFunction<StepTimes.Row> time) {
    double[] x = times().stream().mapToDouble(StepTimes.Row::position).toArray();
    return new Charts.Line(name, x, times().stream().mapToDouble(time).toArray(), true);
  }

  @Override
  public Map<String, String> drawings() {
    return Map.of("cache.svg", CacheDrawings.cache(), "chunk-mask.svg", CacheDrawings.chunkMask());
  }
}
