package org.glassllm.generate;

import it.unimi.dsi.fastutil.ints.IntArrays;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.glassllm.base.InputException;

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
   * @throws InputException if a logit is NaN or positive infinity
   */
  public static TokenDistribution of(float[] logits, Sampling sampling, int... context) {
    double[] scores = finite(logits);
    penalize(scores, sampling.repetitionPenalty(), context);
    if (sampling.greedy()) {
      return new TokenDistribution(likeliestFirst(scores, 1), new double[] {1});
    }
    int[] order = likeliestFirst(scores, sampling.topK());
    double[] p = softmax(scores, order, sampling.temperature());
    return sampling.topP() < 1
        ? nucleus(order, p, sampling.topP())
        : new TokenDistribution(order, p);
  }

  private static double[] finite(float... logits) {
    double[] scores = new double[logits.length];
    for (int i = 0; i < logits.length; i++) {
      scores[i] = logits[i];
      if (!(logits[i] < Float.POSITIVE_INFINITY)) {
        throw new InputException(
            "the model's logit of token %s is %s: its weights are damaged or its training diverged;"
                + " use another checkpoint, or train again with a lower learning rate",
            i, logits[i]);
      }
    }
    return scores;
  }

  private static void penalize(double[] scores, double penalty, int... context) {
    if (penalty == 1) {
      return;
    }
    for (int id : Arrays.stream(context).distinct().toArray()) {
      scores[id] = scores[id] > 0 ? scores[id] / penalty : scores[id] * penalty;
    }
  }

  /** Returns the ids of the k highest scores, or of all if k is 0; of equal scores the first. */
  private static int[] likeliestFirst(double[] scores, int k) {
    int[] order = IntStream.range(0, scores.length).toArray();
    IntArrays.mergeSort(order, (a, b) -> Double.compare(scores[b], scores[a])); // stable
    return k == 0 || k > order.length ? order : Arrays.copyOf(order, k);
  }

  /**
   * Returns the softmax over the kept ids. The maximum is subtracted before the division by the
   * temperature, so neither overflows.
   */
  private static double[] softmax(double[] scores, int[] kept, double temperature) {
    double[] p = new double[kept.length];
    for (int i = 0; i < kept.length; i++) {
      p[i] = Math.exp((scores[kept[i]] - scores[kept[0]]) / temperature);
    }
    return normalized(p);
  }

  private static double[] normalized(double... p) {
    double sum = Arrays.stream(p).sum();
    return Arrays.stream(p).map(x -> x / sum).toArray();
  }

  private static TokenDistribution nucleus(int[] order, double[] p, double topP) {
    int kept = 0;
    double sum = 0;
    while (kept < p.length && sum < topP) {
      sum += p[kept++];
    }
    return new TokenDistribution(Arrays.copyOf(order, kept), normalized(Arrays.copyOf(p, kept)));
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

  /** Returns the probability of each of V tokens; 0 for those that cannot be sampled. */
  public double[] dense(int vocabSize) {
    double[] all = new double[vocabSize];
    for (int i = 0; i < ids.length; i++) {
      all[ids[i]] = probabilities[i];
    }
    return all;
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
