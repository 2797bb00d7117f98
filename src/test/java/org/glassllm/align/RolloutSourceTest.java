package org.glassllm.align;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.glassllm.align.TinyRollouts.Run;
import org.glassllm.base.InputException;
import org.glassllm.base.Json;
import org.glassllm.loss.KlEstimator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The batches of rollouts: epochs, early end, resuming and learning. */
class RolloutSourceTest {
  private static final PpoSettings ADAPTIVE =
      new PpoSettings(
          new KlPenalty(0.1, KlEstimator.K1),
          Optional.of(new PpoSettings.KlTarget(0.1, 100)),
          new Gae(1, 0.95),
          true);
  private static final double NO_LIMIT = Double.POSITIVE_INFINITY;

  private static <B> RolloutSource<B> source(Run<B> run, RolloutPlan plan, double limit) {
    return new RolloutSource<>(run.method(), plan, limit, run.metrics());
  }

  @Test
  void anEpochUsesEveryResponseOnce() {
    RolloutPlan plan = new RolloutPlan(3, 2, 2, 5);
    int[] all = {0, 1, 2, 5, 6, 7, 9, 11, 12, 20};
    List<List<Integer>> orders = new ArrayList<>();
    for (int epoch = 0; epoch < 3; epoch++) {
      List<Integer> seen = new ArrayList<>();
      for (int step = 2 * epoch; step < 2 * epoch + 2; step++) {
        for (int micro = 0; micro < 2; micro++) {
          int[] rows = plan.rows(4, step, micro, all);
          assertTrue(rows.length == 2 || rows.length == 3);
          assertArrayEquals(rows, plan.rows(4, step, micro, all), "a pure function");
          IntStream.of(rows).forEach(seen::add);
        }
      }
      orders.add(seen);
      assertArrayEquals(all, seen.stream().sorted().mapToInt(i -> i).toArray());
    }
    assertEquals(3, orders.stream().distinct().count());
  }

  /** Returns the indices of the rollouts that the steps train on. */
  private static <B> List<Long> rollouts(Run<B> run, RolloutSource<B> source, int steps) {
    List<Long> indices = new ArrayList<>();
    for (int step = 0; step < steps; step++) {
      run.train(source, step, step + 1, 1);
      JsonObject rollout = source.state().getAsJsonObject("rollout");
      indices.add(rollout.get("index").getAsLong());
      run.metrics().take();
    }
    return indices;
  }

  @Test
  void aRolloutServesAllStepsOfItsPlan() {
    try (Run<PpoBatch> run = TinyRollouts.ppo(8, TinyRollouts.FIXED, TinyRollouts.SHARE)) {
      RolloutSource<PpoBatch> source = source(run, new RolloutPlan(2, 2, 1, 5), NO_LIMIT);
      assertEquals(List.of(0L, 0L, 0L, 0L, 1L, 1L, 1L, 1L, 2L), rollouts(run, source, 9));
    }
  }

  @Test
  void aLimitOfTheDivergenceEndsARollout() {
    try (Run<PpoBatch> run = TinyRollouts.ppo(8, TinyRollouts.FIXED, TinyRollouts.SHARE)) {
      // the first step of a rollout measures 0, the second one the effect of the first one
      RolloutSource<PpoBatch> source = source(run, new RolloutPlan(4, 1, 1, 5), 1e-9);
      assertEquals(List.of(0L, 0L, 1L, 1L, 2L, 2L, 3L), rollouts(run, source, 7));
    }
  }

  @Test
  void aRolloutMustFillItsMinibatches() {
    try (Run<PpoBatch> ppo = TinyRollouts.ppo(8, TinyRollouts.FIXED, TinyRollouts.SHARE);
        Run<GrpoBatch> grpo = TinyRollouts.grpo(8, 4, TinyRollouts.SHARE)) {
      source(ppo, new RolloutPlan(1, 4, 2, 5), 1);
      RolloutPlan plan = new RolloutPlan(1, 4, 2, 5);
      assertThrows(InputException.class, () -> source(grpo, plan, 1));
      assertThrows(InputException.class, () -> source(ppo, new RolloutPlan(1, 9, 1, 5), 1));
      assertThrows(InputException.class, () -> source(ppo, plan, 0));
    }
  }

  /** Stops a run after some steps and resumes from its state as text; seven steps in all. */
  private static <B> void resumes(
      Supplier<Run<B>> start, RolloutPlan plan, double limit, int... stops) {
    int steps = 7;
    List<float[]> expected;
    List<Map<String, Double>> log = new ArrayList<>();
    try (Run<B> run = start.get()) {
      RolloutSource<B> source = source(run, plan, limit);
      for (int step = 0; step < steps; step++) {
        run.train(source, step, step + 1, plan.microBatches());
        log.add(run.metrics().take());
      }
      expected = run.weights();
    }
    for (int stop : stops) {
      try (Run<B> run = start.get()) {
        RolloutSource<B> killed = source(run, plan, limit);
        for (int step = 0; step < stop; step++) {
          run.train(killed, step, step + 1, plan.microBatches());
          run.metrics().take();
        }
        String state = Json.pretty(killed.state());
        MetricMeans fresh = new MetricMeans();
        RolloutSource<B> resumed = new RolloutSource<>(run.method(), plan, limit, fresh);
        resumed.restore(Json.parseObject(state, "test"));
        assertEquals(state, Json.pretty(resumed.state()));
        // the learner reports to the metrics of the run, which the resumed source must not need
        for (int step = stop; step < steps; step++) {
          run.train(resumed, step, step + 1, plan.microBatches());
          run.metrics().take().forEach((name, value) -> fresh.add(name, value, 1));
          Map<String, Double> row = fresh.take();
          assertEquals(log.get(step), row);
        }
        assertArrayEquals(expected.toArray(), run.weights().toArray());
      }
    }
  }

  @Test
  void aResumedPpoRunIsBitwiseEqual() {
    resumes(
        () -> TinyRollouts.ppo(8, ADAPTIVE, TinyRollouts.SHARE),
        new RolloutPlan(2, 2, 2, 5),
        NO_LIMIT,
        0,
        3,
        4);
  }

  @Test
  void aResumedRunEndsRolloutsAtTheSameSteps() {
    resumes(
        () -> TinyRollouts.ppo(8, ADAPTIVE, TinyRollouts.SHARE),
        new RolloutPlan(8, 1, 1, 5),
        1e-3,
        3);
  }

  @Test
  void aResumedGrpoRunIsBitwiseEqual() {
    resumes(
        () -> TinyRollouts.grpo(4, 4, TinyRollouts.SHARE),
        new RolloutPlan(2, 2, 1, 5),
        NO_LIMIT,
        3);
  }

  @Test
  void anInterruptedStepIsRepeated() {
    RolloutPlan plan = new RolloutPlan(4, 1, 1, 5);
    try (Run<PpoBatch> run = TinyRollouts.ppo(8, TinyRollouts.FIXED, TinyRollouts.SHARE)) {
      RolloutSource<PpoBatch> source = source(run, plan, 1e-9);
      run.train(source, 0, 1, 1);
      run.metrics().take();
      PpoBatch interrupted = source.at(1, 0);
      run.metrics().add(RolloutSource.APPROXIMATE_KL, 1, 1); // of a part of the step
      JsonObject state = Json.parseObject(Json.line(source.state()), "test");
      RolloutSource<PpoBatch> resumed =
          new RolloutSource<>(run.method(), plan, 1e-9, new MetricMeans());
      resumed.restore(state);
      PpoBatch repeated = resumed.at(1, 0);
      long[] ids = interrupted.policy().texts().inputs();
      assertArrayEquals(ids, repeated.policy().texts().inputs());
      assertThrows(InputException.class, () -> resumed.at(3, 0), "step 2 is missing");
      resumed.at(2, 0);
      assertEquals(
          0, resumed.state().getAsJsonObject("rollout").get("index").getAsLong(), "no limit hit");
    }
  }

  @Test
  void aDamagedStateIsRefused() {
    try (Run<PpoBatch> run = TinyRollouts.ppo(4, TinyRollouts.FIXED, TinyRollouts.SHARE)) {
      RolloutSource<PpoBatch> source = source(run, new RolloutPlan(2, 1, 1, 5), 1);
      run.train(source, 0, 1, 1);
      JsonObject state = source.state();
      JsonObject row =
          state.getAsJsonObject("rollout").getAsJsonArray("rows").get(2).getAsJsonObject();
      row.getAsJsonArray("old").remove(0);
      InputException e = assertThrows(InputException.class, () -> source.restore(state));
      assertTrue(e.getMessage().contains("rollout.rows[2]"), e.getMessage());
      row.remove("old");
      assertThrows(InputException.class, () -> source.restore(state));
      assertFalse(source.state().isEmpty());
    }
  }

  @Test
  void ppoRaisesTheScore() {
    try (Run<PpoBatch> run = TinyRollouts.ppo(24, TinyRollouts.FIXED, TinyRollouts.SHARE)) {
      learns(run, new RolloutPlan(2, 2, 1, 5));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void grpoRaisesTheScore(int microBatches) {
    try (Run<GrpoBatch> run = TinyRollouts.grpo(6, 8, TinyRollouts.SHARE)) {
      learns(run, new RolloutPlan(2, 2, microBatches, 5));
    }
  }

  /** Trains until the mean score of a rollout is above 0.7. */
  private static <B> void learns(Run<B> run, RolloutPlan plan) {
    RolloutSource<B> source = source(run, plan, NO_LIMIT);
    List<Double> scores = new ArrayList<>();
    double kl = 0;
    List<Integer> arrays = new ArrayList<>();
    for (int step = 0; scores.isEmpty() || scores.get(step - 1) < 0.7; step++) {
      assertTrue(step < 160, "scores: " + scores);
      run.train(source, step, step + 1, plan.microBatches());
      Map<String, Double> metrics = run.metrics().take();
      scores.add(metrics.get("objective/scores"));
      kl = metrics.get("objective/kl");
      arrays.add(run.learner().manager().getManagedArrays().size());
    }
    assertTrue(scores.get(0) < 0.3, "scores: " + scores);
    assertTrue(kl > 1, "KL " + kl);
    assertEquals(1, arrays.subList(1, arrays.size()).stream().distinct().count(), "no array stays");
  }
}
