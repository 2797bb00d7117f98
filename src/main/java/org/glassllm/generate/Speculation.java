package org.glassllm.generate;

import java.util.SplittableRandom;

/**
 * The acceptance rule of speculative decoding (Leviathan et al. 2023, algorithm 1; Chen et al.
 * 2023). A token from a draft's distribution q is accepted with probability {@code min(1, p/q)}.
 * After a rejection, a token is drawn from the residual, which is {@code max(0, p - q)} normalized.
 * The resulting token has exactly the target's distribution p. Each distribution consists of V
 * probabilities.
 */
public final class Speculation {
  private Speculation() {}

  /** Returns the probability that a proposed token is accepted. */
  public static double acceptance(double[] p, double[] q, int token) {
    return q[token] <= p[token] ? 1 : p[token] / q[token];
  }

  /** Returns the distribution after a rejection: {@code max(0, p - q)}, normalized. */
  public static double[] residual(double[] p, double... q) {
    double[] rest = new double[p.length];
    double sum = 0;
    for (int i = 0; i < p.length; i++) {
      rest[i] = Math.max(0, p[i] - q[i]);
      sum += rest[i];
    }
    if (sum == 0) { // p equals q, up to rounding
      return p.clone();
    }
    for (int i = 0; i < rest.length; i++) {
      rest[i] /= sum;
    }
    return rest;
  }

  /** Returns a token that is drawn from a distribution. */
  static int draw(SplittableRandom random, double... p) {
    double u = random.nextDouble();
    int last = -1;
    for (int i = 0; i < p.length; i++) {
      if (p[i] > 0) {
        last = i;
        u -= p[i];
        if (u < 0) {
          return i;
        }
      }
    }
    return last; // the sum of p may be slightly below 1
  }
}
