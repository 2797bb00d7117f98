package org.glassllm.evaluate;

import org.glassllm.base.Check;
import org.glassllm.base.InputException;

/**
 * Computes perplexity, {@code exp(mean NLL)} (Jelinek et al. 1977). A perplexity of 6: as uncertain
 * as a fair die. Logarithms are natural; lower is better; the minimum is 1.
 */
public final class Perplexity {
  private Perplexity() {}

  /**
   * Returns the mean of negative log-likelihoods.
   *
   * @param nll {@code -log p} of each token, in nats
   */
  public static double meanNll(double... nll) {
    Check.positive("number of tokens", nll.length);
    double sum = 0;
    for (double x : nll) {
      sum += x;
    }
    return sum / nll.length;
  }

  /**
   * Returns the perplexity of tokens with these negative log-likelihoods.
   *
   * @param nll {@code -log p} of each token, in nats
   */
  public static double fromNll(double... nll) {
    return Math.exp(meanNll(nll));
  }

  /**
   * Returns the negative log-likelihood of a token: {@code log Σ exp(logits) - logits[label]}.
   * Subtracting the maximum prevents an overflow.
   *
   * @param logits V logits of the token's position
   * @param label the token's id
   */
  public static double nll(float[] logits, int label) {
    Check.within("label", label, 0, logits.length - 1);
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
   * Returns the perplexity of labels under logits.
   *
   * @param logits a row of V logits for each position
   * @param labels the token at each position
   * @param counts whether a position counts; null if all do
   */
  public static double fromLogits(float[][] logits, int[] labels, boolean[] counts) {
    if (logits.length != labels.length || (counts != null && counts.length != labels.length)) {
      throw new InputException(
          "illegal labels: %s numbers, must be one per row of logits (%s) and per entry of counts",
          labels.length, logits.length);
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
   * Returns the bits per byte of a text. This measure does not depend on the tokenizer.
   *
   * @param totalNll sum over the whole text, in nats
   * @param bytes length of the text in UTF-8
   */
  public static double bitsPerByte(double totalNll, long bytes) {
    return totalNll / Math.log(2) / bytes;
  }
}
