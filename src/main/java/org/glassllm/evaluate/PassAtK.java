package org.glassllm.evaluate;

import org.glassllm.base.Check;

/**
 * Estimates pass@k, the probability that at least one of k sampled answers is right (Chen et al.
 * 2021, "Evaluating Large Language Models Trained on Code", eq. 1). From n samples of which c are
 * right, the estimate is {@code 1 - C(n - c, k) / C(n, k)}: the share of all subsets of k samples
 * that contain a right answer. The estimate is unbiased; {@code 1 - (1 - c/n)^k} is too low.
 */
public final class PassAtK {
  private PassAtK() {}

  /**
   * Returns the estimate for one prompt.
   *
   * @param samples n, at least 1
   * @param right c, from 0 to n
   * @param k from 1 to n
   */
  public static double of(int samples, int right, int k) {
    Check.positive("samples", samples);
    Check.within("number of right samples", right, 0, samples);
    Check.within("k", k, 1, samples);
    double none = 1; // C(n - c, k) / C(n, k), as a product that cannot overflow
    for (int i = samples - right + 1; i <= samples; i++) {
      none *= Math.max(0, 1 - (double) k / i);
    }
    return 1 - none;
  }
}
