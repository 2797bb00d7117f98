package org.glassllm.evaluate;

import java.util.Arrays;
import org.glassllm.base.Check;

/**
 * Computes perplexity, {@code exp(mean NLL)} (Jelinek et al. 1977). A model with a perplexity of 6
 * is as uncertain as a fair die. A lower perplexity is better; the minimum is 1. All logarithms are
 * natural.
 */
public final class Perplexity {
  private Perplexity() {}

  /**
   * Returns the perplexity for the negative log-likelihoods of tokens.
   *
   * @param nll {@code -log p} of each token, in nats
   */
  public static double fromNll(double... nll) {
    Check.positive("number of tokens", nll.length);
    return Math.exp(Arrays.stream(nll).average().orElseThrow());
  }

  /**
   * Returns the negative log-likelihood of a token: {@code log Σ exp(logits) - logits[label]}.
   * Subtracting the maximum prevents an overflow.
   *
   * @param logits V logits of the position that predicts the token
   * @param label id of the token
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
   * Returns the bits per byte of a text. Bits per byte do not depend on the tokenizer.
   *
   * @param totalNll sum of the negative log-likelihoods over the complete text, in nats
   * @param bytes length of the text in UTF-8 bytes
   */
  public static double bitsPerByte(double totalNll, long bytes) {
    return totalNll / Math.log(2) / bytes;
  }
}
