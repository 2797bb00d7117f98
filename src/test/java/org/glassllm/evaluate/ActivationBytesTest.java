package org.glassllm.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.glassllm.model.GptConfig;
import org.junit.jupiter.api.Test;

class ActivationBytesTest {
  private static final ModelCosts GPT3 =
      new ModelCosts(
          GptConfig.builder()
              .layers(96)
              .heads(96)
              .dim(12288)
              .context(2048)
              .vocabSize(51200)
              .build());

  @Test
  void gpt3ActivationsFollowThePaper() {
    // 2048 · 12288 · (34 + 5 · 96 · 2048 / 12288) bytes per layer: 34 + 80 per activation
    assertEquals(96L * 2048 * 12288 * 114, GPT3.activationBytes(1, 2048, false));
  }

  @Test
  void checkpointingKeepsTheInputsOfTheLayers() {
    assertEquals(2L * 96 * 2048 * 12288, GPT3.activationBytes(1, 2048, true));
    assertEquals(
        4 * GPT3.activationBytes(1, 2048, true), GPT3.activationBytes(4, 2048, true), "rows");
  }
}
