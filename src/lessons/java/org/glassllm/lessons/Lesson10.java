package org.glassllm.lessons;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.glassllm.evaluate.ModelCosts;
import org.glassllm.evaluate.Perplexity;
import org.glassllm.evaluate.PublishedModels;
import org.glassllm.generate.Decoder;
import org.glassllm.model.Gpt;
import org.glassllm.model.GptConfig;
import org.glassllm.model.KvCache;
import org.glassllm.model.Mask;
import org.glassllm.model.Pass;
import org.glassllm.picture.Charts;
import org.glassllm.tensor.Torch;

/** Lesson 10: the key-value cache is exact and fast, and its bytes follow a formula. */
public final class Lesson10 implements Lesson {
  private static final int STEPS = 200;
  private static final int PROMPT = 16;
  private static final int BEYOND = 1000;
  private static final int MASKED = 3 * SmallRun.CONTEXT;
  private static final double EXACT = 1e-4;
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
    SmallRun small = new SmallRun();
    small.trained(
        STEPS,
        (model, manager) -> {
          exact(r, small, model, manager);
          beyond(r, small, model, manager);
        });
    bytes(r);
    published(r);
    report(r, times());
    return r;
  }

  /** Generates greedily with and without a cache, inside the context. */
  private static void exact(Report r, SmallRun small, Gpt model, NDManager manager) {
    int[] prompt = small.tokenizer.encode(small.taleStarts.get(0).substring(0, PROMPT));
    int generated = SmallRun.CONTEXT - PROMPT, equal = 0, anew = 0;
    int[] text = Arrays.copyOf(prompt, SmallRun.CONTEXT);
    double difference = 0;
    try (Decoder with = new Decoder(model, true, manager);
        Decoder without = new Decoder(model, false, manager)) {
      int[] fresh = prompt;
      for (int at = PROMPT; at < text.length; at++) {
        float[] cached = with.feed(fresh), plain = without.feed(fresh);
        difference = Math.max(difference, distance(cached, plain));
        text[at] = best(plain);
        equal += best(cached) == text[at] ? 1 : 0;
        anew += at;
        fresh = new int[] {text[at]};
      }
    }
    r.say(
        "A GPT learned %d steps of tales. From %d characters it generates %d, greedily:",
        STEPS, PROMPT, generated);
    r.sample(small.tokenizer.decode(text));
    r.say(
        "  equal with and without a cache: %.0f of %d characters",
        r.value("equal_characters", equal), generated);
    r.say("  logits equal within 1e-4: %s", yes(r, "logits_within_1e-4", difference < EXACT));
    r.say(
        "  tokens that went through the model: %.0f with the cache, %.0f without",
        r.value("tokens_cached", text.length - 1), r.value("tokens_uncached", anew));
  }

  /** Continues an unseen text beyond the context. */
  private static void beyond(Report r, SmallRun small, Gpt model, NDManager manager) {
    int[] text = Arrays.copyOf(small.validation, BEYOND + 1);
    float[][] masked = slidingWindow(model, Arrays.copyOf(text, MASKED), manager);
    double toMask = 0, toWindow = 0, cachedLoss = 0, windowLoss = 0;
    try (Decoder with = new Decoder(model, true, manager);
        Decoder without = new Decoder(model, false, manager)) {
      for (int t = 0; t < BEYOND; t++) {
        float[] cached = with.feed(text[t]), anew = without.feed(text[t]);
        toMask = t < MASKED ? Math.max(toMask, distance(cached, masked[t])) : toMask;
        toWindow = Math.max(toWindow, distance(cached, anew));
        cachedLoss += Perplexity.nll(cached, text[t + 1]) / BEYOND;
        windowLoss += Perplexity.nll(anew, text[t + 1]) / BEYOND;
      }
    }
    r.say("Beyond the context of %d characters, %,d of an unseen text:", SmallRun.CONTEXT, BEYOND);
    r.say(
        "  the cache equals a sliding-window mask over the whole text: %s",
        yes(r, "equals_sliding_window", toMask < EXACT));
    r.say(
        "  the cache equals the model on the last %d characters: %s",
        SmallRun.CONTEXT, yes(r, "equals_window_anew", toWindow < EXACT));
    r.say(
        "  loss: %.2f nats with the cache, %.2f with the window computed anew",
        r.value("loss_cached", cachedLoss), r.value("loss_window", windowLoss));
  }

  /** Returns the logits after each token; each sees the newest tokens of the context in a layer. */
  private static float[][] slidingWindow(Gpt model, int[] text, NDManager manager) {
    try (NDManager scope = manager.newSubManager()) {
      Mask mask = Mask.causal().and(Mask.window(SmallRun.CONTEXT));
      NDArray ids = scope.create(text).expandDims(0); // (1, T)
      float[] flat =
          model.logits(Pass.inference(scope, model.kernels()).with(mask), ids).toFloatArray();
      int v = model.vocabSize();
      float[][] rows = new float[text.length][];
      Arrays.setAll(rows, t -> Arrays.copyOfRange(flat, t * v, (t + 1) * v));
      return rows;
    }
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
    try (NDManager manager = Torch.manager();
        KvCache cache = new KvCache(config.layers(), config.context(), manager)) {
      Gpt model = new Gpt(config);
      model.initialize(manager, 1);
      NDArray ids = manager.create(new int[] {1, 2, 3}).expandDims(0);
      model.lastLogits(Pass.inference(manager, model.kernels()).with(cache), ids);
      return cache.bytes();
    }
  }

  private static void published(Report r) {
    r.say("Published models, one text of 4,096 tokens (gpt2: 1,024), 2 bytes a number:");
    for (String name : PublishedModels.names()) {
      GptConfig config = PublishedModels.named(name);
      ModelCosts costs = new ModelCosts(config);
      int tokens = Math.min(config.context(), 4096);
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
              java.util.Locale.ROOT,
              "after %3d tokens: %5.2f with the cache, %6.2f without, %4.1f times as fast",
              row.position(),
              row.cached(),
              row.uncached(),
              row.uncached() / row.cached()));
    }
    StepTimes.Row last = rows.get(rows.size() - 1);
    r.sample(
        String.format(
            java.util.Locale.ROOT,
            "tokens/s: %,.0f in a prefill of %d, %,.0f in decode steps after them",
            1000 * last.position() / last.prefill(),
            last.position(),
            1000 / last.cached()));
  }

  private static String yes(Report r, String name, boolean holds) {
    r.value(name, holds ? 1 : 0);
    return holds ? "yes" : "no";
  }

  private static double distance(float[] a, float[] b) {
    double largest = 0;
    for (int i = 0; i < a.length; i++) {
      largest = Math.max(largest, Math.abs(a[i] - b[i]));
    }
    return largest;
  }

  private static int best(float... logits) {
    int best = 0;
    for (int i = 1; i < logits.length; i++) {
      best = logits[i] > logits[best] ? i : best;
    }
    return best;
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
