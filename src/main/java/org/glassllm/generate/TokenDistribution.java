package org.glassllm.generate;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.glassllm.base.InputException;

/** The distribution of the next token after the processors of a {@link Sampling}. */
public final class TokenDistribution {
  private final int[] ids;
  private final double[] probabilities;

  private TokenDistribution(int[] ids, double[] probabilities) {
    this.ids = ids;
    this.probabilities = probabilities;
  }

  /**
   * Returns the distribution after all processors, most likely token first. Among equally likely
   * tokens, the smaller id is first.
   *
   * @param logits V logits, which are not changed
   * @param context ids that penalties apply to
   * @throws InputException if a logit is NaN or positive infinity
   */
  public static TokenDistribution of(float[] logits, Sampling sampling, int... context) {
    double[] scores = finite(logits);
    sampling.chain().forEach(processor -> processor.apply(scores, context));
    if (sampling.greedy() && scores[best(scores)] > Double.NEGATIVE_INFINITY) {
      return new TokenDistribution(new int[] {best(scores)}, new double[] {1});
    }
    int[] ids = LogitsProcessor.likeliestFirst(scores);
    if (ids.length == 0) {
      throw new InputException(
          "no token can be sampled: every token is forbidden; allow at least one token");
    }
    return new TokenDistribution(ids, LogitsProcessor.softmax(scores, ids));
  }

  /** Returns the logarithms of the softmax of logits. */
  static double[] logProbabilities(float... logits) {
    double max = Double.NEGATIVE_INFINITY, sum = 0;
    for (float x : logits) {
      max = Math.max(max, x);
    }
    for (float x : logits) {
      sum += Math.exp(x - max);
    }
    double normalizer = max + Math.log(sum);
    return IntStream.range(0, logits.length).mapToDouble(i -> logits[i] - normalizer).toArray();
  }

  private static int best(double... scores) {
    int best = 0;
    for (int i = 1; i < scores.length; i++) {
      best = scores[i] > scores[best] ? i : best;
    }
    return best;
  }

  private static double[] finite(float... logits) {
    double[] scores = new double[logits.length];
    for (int i = 0; i < logits.length; i++) {
      scores[i] = logits[i];
      if (!(logits[i] < Float.POSITIVE_INFINITY)) {
        throw new InputException(
            "the model's logit of token %s is %s, must be a number below infinity: the weights are"
                + " damaged or training diverged; use another checkpoint, or train again with a lower"
                + " learning rate",
            i, logits[i]);
      }
    }
    return scores;
  }

  /** Returns an id that is drawn from this distribution. */
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

  /** Returns the probabilities of all V tokens; tokens that cannot be sampled have 0. */
  public double[] dense(int vocabSize) {
    double[] all = new double[vocabSize];
    for (int i = 0; i < ids.length; i++) {
      all[ids[i]] = probabilities[i];
    }
    return all;
  }

  /** Returns the ids of the tokens that can be sampled, most likely first. */
  public int[] ids() {
    return ids.clone();
  }

  /** Returns the probabilities of {@link #ids}, in the same order; their sum is 1. */
  public double[] probabilities() {
    return probabilities.clone();
  }
}
