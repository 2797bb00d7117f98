package org.glassllm.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.glassllm.base.InputException;
import org.junit.jupiter.api.Test;

class CalibrationTest {
  private static double logit(double p) {
    return Math.log(p / (1 - p));
  }

  @Test
  void binsHaveTheSharesOfAHandComputedExample() {
    double[] differences = {logit(0.65), -logit(0.65), logit(0.92), logit(0.95), logit(0.97), 0};
    Calibration found = Calibration.of(differences, 5); // bins of width 0.1 from 0.5
    assertEquals(6, found.pairs());
    assertEquals(4.5 / 6, found.accuracy().value(), 1e-12, "a tie counts as one half");
    assertEquals(3, found.bins().size(), "empty bins are omitted");
    Calibration.Bin tie = found.bins().get(0), last = found.bins().get(2);
    assertEquals(1, tie.pairs());
    assertEquals(0.5, tie.predicted(), 1e-12);
    assertEquals(0.5, tie.observed().value(), 1e-12);
    assertEquals(0.5, found.bins().get(1).observed().value(), 1e-12);
    assertEquals(3, last.pairs());
    assertEquals((0.92 + 0.95 + 0.97) / 3, last.predicted(), 1e-12);
    assertEquals(1, last.observed().value(), 1e-12);
    double error = (0 + 2 * 0.15 + 3 * (1 - last.predicted())) / 6;
    assertEquals(error, found.error(), 1e-12);
  }

  @Test
  void samplesOfTheModelAreCalibrated() {
    SplittableRandom random = new SplittableRandom(1);
    double[] differences = random.doubles(20_000, -4, 4).toArray();
    double[] overconfident = new double[differences.length];
    for (int i = 0; i < differences.length; i++) {
      boolean first = random.nextDouble() < 1 / (1 + Math.exp(-differences[i]));
      differences[i] = first ? differences[i] : -differences[i];
      overconfident[i] = 3 * differences[i];
    }
    assertTrue(Calibration.of(differences, 10).error() < 0.02);
    Calibration wrong = Calibration.of(overconfident, 10);
    assertTrue(wrong.error() > 0.1, "" + wrong.error());
    assertEquals(Calibration.of(differences, 10).accuracy(), wrong.accuracy());
    for (Calibration.Bin bin : wrong.bins()) {
      assertTrue(bin.observed().value() <= bin.predicted() + 0.05, bin.toString());
    }
  }

  @Test
  void extremeDifferencesFallIntoTheLastBin() {
    Calibration found = Calibration.of(new double[] {1e9, -1e9}, 4);
    assertEquals(1, found.bins().size());
    assertEquals(0.5, found.accuracy().value(), 1e-12);
    assertThrows(InputException.class, () -> Calibration.of(new double[0], 4));
  }
}
