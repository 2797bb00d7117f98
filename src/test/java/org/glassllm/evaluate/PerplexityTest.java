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
    assertEquals(Math.log(4), Perplexity.nll(new float[4], 3), 1e-12);
  }

  @Test
  void itIsTheExponentialOfTheMean() {
    assertEquals(Math.exp(2), Perplexity.fromNll(1, 3), 1e-12);
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
    String message =
        assertThrows(InputException.class, () -> Perplexity.nll(new float[2], 2)).getMessage();
    assertTrue(message.contains("label: 2"), message);
  }
}
