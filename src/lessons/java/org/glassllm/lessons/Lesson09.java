package org.glassllm.lessons;

import java.awt.image.BufferedImage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.glassllm.generate.Sampling;
import org.glassllm.generate.TokenDistribution;
import org.glassllm.picture.Charts;

/** Lesson 09: temperature, top-k, top-p and repetition penalty on one distribution. */
public final class Lesson09 implements Lesson {
  private static final int DRAWS = 10_000;
  private static final long SEED = 2;
  private static final float[] LOGITS = {2, 1, 0.5f, -1, -3};

  @Override
  public String folder() {
    return "09-sampling";
  }

  @Override
  public String title() {
    return "Sampling";
  }

  private static double[] probabilities(Sampling sampling, int... said) {
    TokenDistribution d = TokenDistribution.of(LOGITS, sampling, said);
    double[] p = new double[LOGITS.length];
    for (int i = 0; i < d.ids().length; i++) {
      p[d.ids()[i]] = d.probabilities()[i];
    }
    return p;
  }

  private static void row(Report r, String name, String key, double... p) {
    r.say("  %-26s %.3f  %.3f  %.3f  %.3f  %.3f", name, p[0], p[1], p[2], p[3], p[4]);
    r.value(key, p[0]);
  }

  @Override
  public Report run() {
    Report r = new Report();
    r.say("Probabilities of five tokens with the logits 2, 1, 0.5, -1, -3:");
    row(r, "greedy", "greedy", probabilities(Sampling.GREEDY));
    row(r, "temperature 0.5", "temperature_half", probabilities(new Sampling(0.5, 0, 1, 1)));
    row(r, "temperature 1", "temperature_1", probabilities(Sampling.PLAIN));
    row(r, "temperature 2", "temperature_2", probabilities(new Sampling(2, 0, 1, 1)));
    row(r, "top-k 2", "top_k_2", probabilities(new Sampling(1, 2, 1, 1)));
    row(r, "top-p 0.8", "top_p_08", probabilities(new Sampling(1, 0, 0.8, 1)));
    row(r, "token 0 said, penalty 2", "penalty_2", probabilities(new Sampling(1, 0, 1, 2), 0));
    TokenDistribution d = TokenDistribution.of(LOGITS, Sampling.PLAIN);
    SplittableRandom random = new SplittableRandom(SEED);
    int[] drawn = new int[LOGITS.length];
    for (int i = 0; i < DRAWS; i++) {
      drawn[d.draw(random)]++;
    }
    r.say("%,d draws at temperature 1: count, and expected count ± 2σ", DRAWS);
    for (int i = 0; i < drawn.length; i++) {
      double p = d.probabilities()[i]; // the tokens are in order of probability
      r.say(
          "  token %d: %5.0f, %7.1f ± %5.1f",
          i,
          r.value("draws_of_token_" + i, drawn[i]),
          DRAWS * p,
          2 * Math.sqrt(DRAWS * p * (1 - p)));
    }
    return r;
  }

  @Override
  public Map<String, BufferedImage> pictures() {
    Map<String, double[]> groups = new LinkedHashMap<>();
    for (double t : new double[] {0.5, 1, 2}) {
      groups.put("temperature " + t, probabilities(new Sampling(t, 0, 1, 1)));
    }
    groups.put("top-p 0.8", probabilities(new Sampling(1, 0, 0.8, 1)));
    return Map.of(
        "distributions.png",
        Charts.bars(
            "One distribution, four ways to sample",
            "token",
            "probability",
            List.of("0", "1", "2", "3", "4"),
            groups));
  }
}
