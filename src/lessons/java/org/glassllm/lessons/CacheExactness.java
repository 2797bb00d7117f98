package org.glassllm.lessons;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import org.glassllm.evaluate.Perplexity;
import org.glassllm.generate.Decoder;
import org.glassllm.model.Gpt;
import org.glassllm.model.Mask;
import org.glassllm.model.Pass;

/** Compares a trained model with and without a cache, inside its context and beyond. */
final class CacheExactness {
  private static final int STEPS = 200;
  private static final int PROMPT = 16;
  private static final int BEYOND = 1000;
  private static final int MASKED = 3 * SmallRun.CONTEXT;
  private static final double EXACT = 1e-4;

  private CacheExactness() {}

  /** Trains the model and reports both comparisons. */
  static void report(Report r) {
    SmallRun small = new SmallRun();
    small.trained(
        STEPS,
        (model, manager) -> {
          inside(r, small, model, manager);
          beyond(r, small, model, manager);
        });
  }

  /** Generates greedily with and without a cache, inside the context. */
  private static void inside(Report r, SmallRun small, Gpt model, NDManager manager) {
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
}
