package org.glassllm.generate;

import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;

/** The distribution of the next token: logits, filtered by {@link Sampling}. */
public final class TokenDistribution {
  private final int[] ids;
  private final double[] probabilities;

  private TokenDistribution(int[] ids, double[] probabilities) {
    this.ids = ids;
    this.probabilities = probabilities;
  }

  /**
   * Returns the distribution after all filters, most likely token first. Of equally likely tokens
   * the smaller id is first.
   *
   * @param logits one for each token; they are not changed
   * @param context ids that the repetition penalty applies to
   */
  public static TokenDistribution of(float[] logits, Sampling sampling, int... context) {
    double[] scores = new double[logits.length];
    for (int i = 0; i < logits.length; i++) {
      scores[i] = logits[i];
    }
    penalize(scores, sampling.repetitionPenalty(), context);
    if (sampling.greedy()) {
      return new TokenDistribution(new int[] {argMax(scores)}, new double[] {1});
    }
    for (int i = 0; i < scores.length; i++) {
      scores[i] /= sampling.temperature();
    }
    int[] order = likeliestFirst(scores, sampling.topK());
    double[] p = softmax(scores, order);
    return sampling.topP() < 1
        ? nucleus(order, p, sampling.topP())
        : new TokenDistribution(order, p);
  }

  private static void penalize(double[] scores, double penalty, int... context) {
    if (penalty == 1) {
      return;
    }
    for (int id : Arrays.stream(context).distinct().toArray()) {
      scores[id] = scores[id] > 0 ? scores[id] / penalty : scores[id] * penalty;
    }
  }

  private static int argMax(double[] scores) {
    int best = 0;
    for (int i = 1; i < scores.length; i++) {
      if (scores[i] > scores[best]) {
        best = i;
      }
    }
    return best;
  }

  private static int[] likeliestFirst(double[] scores, int k) {
    Integer[] order = new Integer[scores.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparingDouble((Integer i) -> -scores[i])); // stable
    int kept = k == 0 ? scores.length : Math.min(k, scores.length);
    return Arrays.stream(order).limit(kept).mapToInt(Integer::intValue).toArray();
  }

  /** Softmax over the kept ids; subtracting the maximum first prevents an overflow. */
  private static double[] softmax(double[] scores, int[] kept) {
    double[] p = new double[kept.length];
    double sum = 0;
    for (int i = 0; i < kept.length; i++) {
      p[i] = Math.exp(scores[kept[i]] - scores[kept[0]]);
      sum += p[i];
    }
    for (int i = 0; i < p.length; i++) {
      p[i] /= sum;
    }
    return p;
  }

  private static TokenDistribution nucleus(int[] order, double[] p, double topP) {
    int kept = 0;
    double sum = 0;
    while (kept < p.length && sum < topP) {
      sum += p[kept++];
    }
    double[] inside = Arrays.copyOf(p, kept);
    for (int i = 0; i < kept; i++) {
      inside[i] /= sum;
    }
    return new TokenDistribution(Arrays.copyOf(order, kept), inside);
  }

  /** Samples an id. */
  public int draw(SplittableRandom random) {
    double u = random.nextDouble();
    for (int i = 0; i < ids.length - 1; i++) {
      u -= probabilities[i];
      if (u < 0) {
        return ids[i];
      }
    }
    return ids[ids.length - 1];
  }

  /** Returns the ids that can be sampled, most likely first. */
  public int[] ids() {
    return ids.clone();
  }

  /** Returns their probabilities, which sum to 1. */
  public double[] probabilities() {
    return probabilities.clone();
  }
}
