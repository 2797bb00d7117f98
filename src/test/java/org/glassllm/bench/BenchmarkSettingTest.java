package org.glassllm.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.glassllm.base.InputException;
import org.glassllm.evaluate.ModelCosts;
import org.junit.jupiter.api.Test;

class BenchmarkSettingTest {
  @Test
  void labelsAreTheModelsSizes() {
    for (BenchmarkSetting setting : BenchmarkSetting.values()) {
      double millions = new ModelCosts(setting.config()).parameters() / 1e6;
      double named = Double.parseDouble(setting.label().replace("M", ""));
      assertEquals(named, millions, 0.05 * named, setting.label());
      assertEquals(setting, BenchmarkSetting.labelled(setting.label()));
    }
    assertThrows(InputException.class, () -> BenchmarkSetting.labelled("7B"));
  }

  @Test
  void operationsOfAStepFollowTheFormula() {
    // GPT-2 small: 124,439,808 parameters, 786,432 of them positions; T is the batch's 64
    double perToken = 6 * (124_439_808.0 - 786_432) + 12 * 12 * 768 * 64;
    assertEquals(perToken * 4 * 64, BenchmarkSetting.LARGE.flopsPerStep(), 1);
  }
}
