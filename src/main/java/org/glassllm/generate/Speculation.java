package org.glassllm.generate;

import java.util.SplittableRandom;

/**
 * The rule of speculative decoding (Leviathan et al. 2023, algorithm 1; Chen et al. 2023): a token
 * drawn from a draft's distribution q is kept with probability {@code min(1, p/q)}, otherwise a
 * token is drawn from the residual, {@code max(0, p - q)} normalized. The result has exactly the
 * target's distribution p. All distributions have V numbers.
 */
public final class Speculation {
  private Speculation() {}

  /** Returns the probability that a drafted token is kept. */
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
    if (sum == 0) { // p equals q up to rounding
      return p.clone();
    }
    for (int i = 0; i < rest.length; i++) {
      rest[i] /= sum;
    }
    return rest;
  }

  /** Draws a token. */
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
    return last; // rounding left a rest
  }
}
