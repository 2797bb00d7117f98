package org.glassllm.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.apache.commons.math3.util.CombinatoricsUtils;
import org.glassllm.base.InputException;
import org.junit.jupiter.api.Test;

class PassAtKTest {
  /** The share of all subsets of k samples with a right one; the first samples are right. */
  private static double enumerated(int samples, int right, int k) {
    int all = 0, passed = 0;
    for (int subset = 0; subset < 1 << samples; subset++) {
      if (Integer.bitCount(subset) == k) {
        all++;
        passed += (subset & ((1 << right) - 1)) != 0 ? 1 : 0;
      }
    }
    return (double) passed / all;
  }

  @Test
  void theEstimateIsTheShareOfSubsets() {
    for (int n = 1; n <= 8; n++) {
      for (int right = 0; right <= n; right++) {
        for (int k = 1; k <= n; k++) {
          assertEquals(enumerated(n, right, k), PassAtK.of(n, right, k), 1e-12);
        }
        assertEquals((double) right / n, PassAtK.of(n, right, 1), 1e-12);
      }
    }
  }

  @Test
  void theEstimateIsUnbiased() {
    int n = 10;
    for (double p : new double[] {0.05, 0.4, 0.9}) {
      for (int k : new int[] {1, 4, 10}) {
        double expected = 0;
        for (int right = 0; right <= n; right++) {
          double probability =
              CombinatoricsUtils.binomialCoefficientDouble(n, right)
                  * Math.pow(p, right)
                  * Math.pow(1 - p, n - right);
          expected += probability * PassAtK.of(n, right, k);
        }
        assertEquals(1 - Math.pow(1 - p, k), expected, 1e-12);
      }
    }
  }

  @Test
  void manySamplesDoNotOverflow() {
    assertEquals(1 - Math.pow(0.9, 100), PassAtK.of(1_000_000, 100_000, 100), 1e-5);
  }

  @Test
  void kIsAtMostTheNumberOfSamples() {
    assertThrows(InputException.class, () -> PassAtK.of(4, 2, 5));
    assertThrows(InputException.class, () -> PassAtK.of(4, 2, 0));
    assertThrows(InputException.class, () -> PassAtK.of(4, 5, 1));
  }
}
