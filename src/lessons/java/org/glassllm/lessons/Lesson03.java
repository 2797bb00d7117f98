package org.glassllm.lessons;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.awt.image.BufferedImage;
import java.util.Map;
import java.util.SplittableRandom;
import org.glassllm.model.Pass;
import org.glassllm.model.ScaledDotProductAttention;
import org.glassllm.model.ScoreMask;
import org.glassllm.picture.HeatMaps;
import org.glassllm.tensor.Kernels;
import org.glassllm.tensor.Torch;

/** Lesson 03: why attention scales its scores, and which tokens the mask hides. */
public final class Lesson03 implements Lesson {
  private static final int TOKENS = 16;
  private static final String[] WORDS = {"One", " evening", ",", " Ella", " had", " a", " drum"};

  @Override
  public String folder() {
    return "03-self-attention";
  }

  @Override
  public String title() {
    return "Self-attention";
  }

  static double[] gaussian(int n, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] x = new double[n];
    for (int i = 0; i < n; i++) {
      x[i] =
          Math.sqrt(-2 * Math.log(1 - random.nextDouble()))
              * Math.cos(2 * Math.PI * random.nextDouble());
    }
    return x;
  }

  /** Returns the causal attention weights of random queries and keys. */
  private static double[][] weights(int tokens, int width, double factor) {
    try (NDManager manager = Torch.manager()) {
      Shape shape = new Shape(1, 1, tokens, width);
      NDArray q = manager.create(gaussian(tokens * width, 1)).reshape(shape).mul(factor);
      NDArray k = manager.create(gaussian(tokens * width, 2)).reshape(shape);
      NDArray scores = q.matMul(k.swapAxes(2, 3)).div(Math.sqrt(width));
      double[] flat = new ScoreMask.Causal().apply(scores).softmax(-1).toDoubleArray();
      double[][] rows = new double[tokens][tokens];
      for (int i = 0; i < flat.length; i++) {
        rows[i / tokens][i % tokens] = flat[i];
      }
      return rows;
    }
  }

  private static double meanLargest(double[][] weights) {
    double sum = 0;
    for (double[] row : weights) {
      double max = 0;
      for (double w : row) {
        max = Math.max(max, w);
      }
      sum += max;
    }
    return sum / weights.length;
  }

  /** Returns the largest change of earlier outputs when the last token changes. */
  private static double leak() {
    try (NDManager manager = Torch.manager()) {
      Shape shape = new Shape(1, 1, TOKENS, 8);
      NDArray q = manager.create(gaussian(TOKENS * 8, 1)).reshape(shape);
      double[] keys = gaussian(TOKENS * 8, 2);
      NDArray before = manager.create(keys.clone()).reshape(shape);
      for (int i = (TOKENS - 1) * 8; i < keys.length; i++) {
        keys[i] += 10;
      }
      NDArray after = manager.create(keys).reshape(shape);
      Pass pass = Pass.inference(manager, Kernels.FUSED);
      ScoreMask causal = new ScoreMask.Causal();
      NDArray change =
          ScaledDotProductAttention.apply(pass, q, before, before, causal, 0)
              .sub(ScaledDotProductAttention.apply(pass, q, after, after, causal, 0));
      return change.get(":, :, :-1").abs().max().getDouble();
    }
  }

  @Override
  public Report run() {
    Report r = new Report();
    r.say("Queries and keys of random numbers with variance 1, %d tokens.", TOKENS);
    r.say("The largest weight of a token, on average:");
    for (int width : new int[] {4, 64, 1024}) {
      double scaled = meanLargest(weights(TOKENS, width, 1));
      double raw = meanLargest(weights(TOKENS, width, Math.sqrt(width)));
      r.say(
          "  D = %4d: %.3f scaled by the root of D, %.3f without",
          width, r.value("scaled_" + width, scaled), r.value("unscaled_" + width, raw));
    }
    double[] first = weights(TOKENS, 64, 1)[0];
    r.say(
        "Token 0 sees only itself: its weights begin %.1f, %.1f, %.1f",
        first[0], first[1], first[2]);
    r.value("first_weight", first[0]);
    r.say(
        "The last token changes; outputs of the tokens before it move by %.1f",
        r.value("leak", leak()));
    r.say("GPT-2 small, forward pass without the head, million operations a token:");
    for (int tokens : new int[] {512, 1024, 2048, 4608}) {
      r.say(
          "  T = %4d: %3.0f in linear layers, %3.0f in attention",
          tokens,
          r.value("linear_" + tokens, 2 * 12 * 12.0 * 768 * 768 / 1e6), // 12 C² weights a layer
          r.value("attention_" + tokens, 4 * 12.0 * 768 * tokens / 1e6)); // 4 L C T
    }
    return r;
  }

  @Override
  public Map<String, BufferedImage> pictures() {
    return Map.of(
        "attention.png",
        HeatMaps.attention(
            "Causal attention weights of random queries and keys",
            WORDS,
            weights(WORDS.length, 8, 2)));
  }
}
