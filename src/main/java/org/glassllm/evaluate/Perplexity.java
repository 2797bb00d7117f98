package org.glassllm.evaluate;

import org.glassllm.base.InputException;

/**
 * Perplexity, {@code exp(mean NLL)}: the number of equally likely tokens among which a model is as
 * undecided (Jelinek et al. 1977). Logarithms are natural; lower is better; 1 is the least.
 */
public final class Perplexity {
  private Perplexity() {}

  /**
   * The mean of negative log-likelihoods.
   *
   * @param nll {@code -log p} of each token, in nats
   */
  public static double meanNll(double... nll) {
    if (nll.length == 0) {
      throw new InputException("no tokens: a mean over none is not defined");
    }
    double sum = 0;
    for (double x : nll) {
      sum += x;
    }
    return sum / nll.length;
  }

  /**
   * Perplexity from negative log-likelihoods.
   *
   * @param nll {@code -log p} of each token, in nats
   */
  public static double fromNll(double... nll) {
    return Math.exp(meanNll(nll));
  }

  /**
   * Negative log-likelihood of one token.
   *
   * @param logits of its position, V numbers
   * @param label its id
   * @return {@code log Σ exp(logits) - logits[label]}, without overflow for any finite logits
   */
  public static double nll(float[] logits, int label) {
    if (label < 0 || label >= logits.length) {
      throw new InputException(
          "illegal label: " + label + ", must be from 0 to " + (logits.length - 1));
    }
    double max = Double.NEGATIVE_INFINITY;
    for (float x : logits) {
      max = Math.max(max, x);
    }
    double sum = 0;
    for (float x : logits) {
      sum += Math.exp(x - max);
    }
    return max + Math.log(sum) - logits[label];
  }

  /**
   * Perplexity from logits and labels.
   *
   * @param logits a row of V numbers for each position
   * @param labels the token that came at each position
   * @param counts whether a position counts; null if all do
   */
  public static double fromLogits(float[][] logits, int[] labels, boolean[] counts) {
    if (logits.length != labels.length || (counts != null && counts.length != labels.length)) {
      throw new InputException(
          "there are " + logits.length + " rows of logits for " + labels.length + " labels");
    }
    double sum = 0;
    int n = 0;
    for (int i = 0; i < labels.length; i++) {
      if (counts == null || counts[i]) {
        sum += nll(logits[i], labels[i]);
        n++;
      }
    }
    return n == 0 ? fromNll() : Math.exp(sum / n);
  }

  /**
   * Bits per byte: the measure that does not depend on the tokenizer.
   *
   * @param totalNll of the whole text, in nats
   * @param bytes of the text in UTF-8
   */
  public static double bitsPerByte(double totalNll, long bytes) {
    return totalNll / Math.log(2) / bytes;
  }
}
