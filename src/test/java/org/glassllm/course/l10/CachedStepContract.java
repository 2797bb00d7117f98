package org.glassllm.course.l10;

import org.glassllm.course.Contract;
import org.glassllm.exercises.l10.Tasks;
import org.junit.jupiter.api.Test;

/** The contract of {@code CachedStep}. */
abstract class CachedStepContract extends Contract<Tasks.CachedStep> {
  private static final int TOKENS = 5;
  private static final Tasks.Rotation NONE = (x, position) -> x.clone();
  private static final double[][] EMPTY = {};

  CachedStepContract(Tasks.CachedStep code) {
    super(10, Tasks.CachedStep.class, code);
  }

  @Test
  void theWorkedExampleGivesNine() {
    double[] q = {Math.log(2)};
    Tasks.Step step =
        code()
            .attend(
                new double[][] {{0}, {1}},
                new double[][] {{7}, {0}},
                q,
                new double[] {2},
                new double[] {14},
                NONE);
    near(
        "the lesson's third token",
        new double[] {9},
        step.output(),
        "append the new key and value first: the new token attends to itself, too");
  }

  @Test
  void stepsEqualAttentionOverTheWholeText() {
    double[][] q = matrix(TOKENS, 4, 1), k = matrix(TOKENS, 4, 2), v = matrix(TOKENS, 3, 3);
    double[][] expected = whole(q, k, v);
    double[][] keys = EMPTY, values = EMPTY;
    for (int t = 0; t < TOKENS; t++) {
      Tasks.Step step = code().attend(keys, values, q[t], k[t], v[t], CachedStepContract::rotated);
      near(
          "token " + t + " with RoPE",
          expected[t],
          step.output(),
          "rotate the new query and key by the number of cached tokens; cached keys stay as they"
              + " are; scores are q·k / √D");
      keys = step.keys();
      values = step.values();
    }
  }

  @Test
  void theCacheGrowsByTheRotatedKey() {
    double[][] keys = matrix(2, 4, 1), values = matrix(2, 3, 2);
    double[] k = numbers(4, 3), v = numbers(3, 4);
    Tasks.Step step = code().attend(keys, values, numbers(4, 5), k, v, CachedStepContract::rotated);
    near(
        "keys after the third token",
        new double[][] {keys[0], keys[1], rotated(k, 2)},
        step.keys(),
        "the new key enters the cache rotated by its position, 2; previous keys do not change");
    near(
        "values after the third token",
        new double[][] {values[0], values[1], v},
        step.values(),
        "values are not rotated");
    near("the given keys", matrix(2, 4, 1), keys, "leave the given arrays unchanged");
  }

  @Test
  void largeScoresDoNotOverflow() {
    Tasks.Step step =
        code()
            .attend(
                new double[][] {{1000}},
                new double[][] {{1}},
                new double[] {1},
                new double[] {1000},
                new double[] {3},
                NONE);
    nearAtExtremes(
        "two equal scores of 1000",
        new double[] {2},
        step.output(),
        "subtract the largest score before exp");
  }

  /** Rotates by RoPE: channel i pairs with i + D/2. */
  private static double[] rotated(double[] x, int position) {
    int half = x.length / 2;
    double[] y = new double[x.length];
    for (int i = 0; i < half; i++) {
      double angle = position / Math.pow(10_000, 2.0 * i / x.length);
      y[i] = x[i] * Math.cos(angle) - x[i + half] * Math.sin(angle);
      y[i + half] = x[i + half] * Math.cos(angle) + x[i] * Math.sin(angle);
    }
    return y;
  }

  /** Returns causal attention over all tokens, without a cache. */
  private static double[][] whole(double[][] q, double[][] k, double[][] v) {
    double[][] out = new double[q.length][v[0].length];
    for (int i = 0; i < q.length; i++) {
      double[] weights = new double[i + 1];
      double sum = 0;
      for (int j = 0; j <= i; j++) {
        double[] a = rotated(q[i], i), b = rotated(k[j], j);
        double score = 0;
        for (int d = 0; d < a.length; d++) {
          score += a[d] * b[d];
        }
        weights[j] = Math.exp(score / Math.sqrt(a.length)); // small scores: no overflow
        sum += weights[j];
      }
      for (int j = 0; j <= i; j++) {
        for (int d = 0; d < out[i].length; d++) {
          out[i][d] += weights[j] / sum * v[j][d];
        }
      }
    }
    return out;
  }
}
