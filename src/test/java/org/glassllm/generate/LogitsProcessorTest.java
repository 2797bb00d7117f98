package org.glassllm.generate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.math3.stat.inference.ChiSquareTest;
import org.glassllm.base.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each processor against its definition, computed plainly. */
class LogitsProcessorTest {
  private static final double GONE = Double.NEGATIVE_INFINITY;
  private static final int[] CONTEXT = {2, 0, 2, 2};

  private static double[] applied(LogitsProcessor processor, double... logits) {
    processor.apply(logits, CONTEXT);
    return logits;
  }

  @Test
  void presenceCountsOnceAndFrequencyEachTime() {
    double[] logits = applied(new LogitsProcessor.CountPenalty(0.5, 0.1), 1, 1, 1);
    assertArrayEquals(new double[] {0.4, 1, 0.2}, logits, 1e-12);
  }

  @Test
  void aBiasIsAdded() {
    LogitsProcessor bias = new LogitsProcessor.Bias(Map.of(0, 2.0, 1, GONE));
    assertArrayEquals(new double[] {3, GONE, 1}, applied(bias, 1, 1, 1));
    assertThrows(
        InputException.class, () -> applied(new LogitsProcessor.Bias(Map.of(3, 1.0)), 1, 1, 1));
    assertThrows(InputException.class, () -> new LogitsProcessor.Bias(Map.of(0, Double.NaN)));
  }

  @Test
  void onlyAllowedTokensRemain() {
    LogitsProcessor allowed = new LogitsProcessor.Allowed(Set.of(1));
    assertArrayEquals(new double[] {GONE, 5, GONE}, applied(allowed, 7, 5, 9));
    Sampling none = Sampling.PLAIN.then(new LogitsProcessor.Allowed(Set.of()));
    assertThrows(InputException.class, () -> TokenDistribution.of(new float[] {1, 2}, none));
    Sampling greedy = Sampling.GREEDY.then(new LogitsProcessor.Allowed(Set.of()));
    assertThrows(InputException.class, () -> TokenDistribution.of(new float[] {1, 2}, greedy));
  }

  @Test
  void minPKeepsAShareOfTheLargest() {
    double[] logits = {Math.log(0.5), Math.log(0.3), Math.log(0.11), Math.log(0.09)};
    double[] kept = applied(new LogitsProcessor.MinP(0.2), logits.clone());
    assertArrayEquals(new double[] {logits[0], logits[1], logits[2], GONE}, kept);
  }

  @Test
  void topKEqualsSorting() {
    SplittableRandom random = new SplittableRandom(1);
    for (int trial = 0; trial < 300; trial++) {
      double[] logits = random.doubles(20).map(x -> Math.rint(8 * x)).toArray(); // many are equal
      int k = 1 + random.nextInt(22);
      List<Integer> kept =
          IntStream.range(0, 20)
              .boxed()
              .sorted(Comparator.comparingDouble((Integer i) -> -logits[i]))
              .limit(k)
              .toList();
      double[] expected =
          IntStream.range(0, 20).mapToDouble(i -> kept.contains(i) ? logits[i] : GONE).toArray();
      assertArrayEquals(expected, applied(new LogitsProcessor.TopK(k), logits.clone()));
    }
  }

  @Test
  void sortingPutsSmallerIdsOfEqualLogitsFirst() {
    assertArrayEquals(
        new int[] {2, 5, 0, 3, 4}, LogitsProcessor.likeliestFirst(1, GONE, 3, 1, -2, 3));
  }

  static Stream<Sampling> chains() {
    return Stream.of(
        Sampling.PLAIN,
        new Sampling(0.7, 5, 0.9, 1.3),
        Sampling.PLAIN.then(new LogitsProcessor.MinP(0.1)),
        new Sampling(1.5, 0, 1, 1).after(new LogitsProcessor.CountPenalty(0.4, 0.2)),
        new Sampling(1, 3, 1, 1).after(new LogitsProcessor.Bias(Map.of(4, 1.5, 1, GONE))));
  }

  @ParameterizedTest
  @MethodSource("chains")
  void drawsFollowTheExactDistribution(Sampling sampling) {
    float[] logits = {0.3f, 1.2f, -0.5f, 0.9f, 0.1f, -1f, 0.7f};
    double[] changed = IntStream.range(0, 7).mapToDouble(i -> logits[i]).toArray();
    sampling.chain().forEach(processor -> processor.apply(changed, CONTEXT));
    double sum = Arrays.stream(changed).map(Math::exp).sum();
    TokenDistribution distribution = TokenDistribution.of(logits, sampling, CONTEXT);
    int[] ids = distribution.ids();
    double[] expected = Arrays.stream(ids).mapToDouble(i -> Math.exp(changed[i]) / sum).toArray();
    assertArrayEquals(expected, distribution.probabilities(), 1e-12);
    long[] observed = new long[ids.length];
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < 20_000; i++) {
      int drawn = distribution.draw(random);
      observed[
          IntStream.range(0, ids.length).filter(n -> ids[n] == drawn).findFirst().orElseThrow()]++;
    }
    assertTrue(new ChiSquareTest().chiSquareTest(expected, observed) > 0.001);
  }

  @Test
  void theUsualChainHasNoIdleProcessor() {
    assertEquals(Sampling.PLAIN, new Sampling(1, 0, 1, 1));
    assertEquals(Sampling.GREEDY, new Sampling(0, 0, 1, 1));
  }
}
