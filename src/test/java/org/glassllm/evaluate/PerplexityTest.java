package org.glassllm.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.glassllm.base.InputException;
import org.junit.jupiter.api.Test;

class PerplexityTest {

  @Test
  void aUniformDistributionOverNHasPerplexityN() {
    assertEquals(50, Perplexity.fromNll(Math.log(50), Math.log(50)), 1e-12);
    assertEquals(4, Perplexity.fromLogits(new float[3][4], new int[] {0, 1, 3}, null), 1e-12);
  }

  @Test
  void itIsTheExponentialOfTheMean() {
    assertEquals(Math.exp(2), Perplexity.fromNll(1, 3), 1e-12);
  }

  @Test
  void maskedPositionsDoNotCount() {
    float[][] logits = {{0, 0}, {100, 0}, {0, 0}};
    boolean[] counts = {true, false, true};
    assertEquals(2, Perplexity.fromLogits(logits, new int[] {0, 1, 1}, counts), 1e-12);
  }

  @Test
  void nllIsRightForHugeLogits() {
    assertEquals(0, Perplexity.nll(new float[] {1e30f, -1e30f}, 0));
    assertEquals(Math.log(1 + Math.exp(-1)), Perplexity.nll(new float[] {1000, 999}, 0), 1e-12);
  }

  @Test
  void oneFairCoinPerByteIsOneBitPerByte() {
    assertEquals(1, Perplexity.bitsPerByte(8 * Math.log(2), 8), 1e-12);
  }

  @Test
  void noTokensAndIllegalLabelsAreRefused() {
    assertThrows(InputException.class, () -> Perplexity.fromNll());
    assertThrows(
        InputException.class,
        () -> Perplexity.fromLogits(new float[1][2], new int[] {0}, new boolean[] {false}));
    assertThrows(
        InputException.class, () -> Perplexity.fromLogits(new float[2][2], new int[] {0}, null));
    String message =
        assertThrows(InputException.class, () -> Perplexity.nll(new float[2], 2)).getMessage();
    assertTrue(message.contains("label: 2"), message);
  }
}
