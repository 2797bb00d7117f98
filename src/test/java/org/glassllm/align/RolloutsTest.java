package org.glassllm.align;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.glassllm.align.TinyRollouts.Run;
import org.glassllm.base.InputException;
import org.glassllm.base.Json;
import org.glassllm.base.Progress;
import org.glassllm.batch.EndOfBatchesException;
import org.glassllm.generate.Decoder;
import org.glassllm.generate.Sampling;
import org.glassllm.generate.TokenDistribution;
import org.glassllm.loss.KlEstimator;
import org.junit.jupiter.api.Test;

/** The rollouts of PPO and GRPO. */
class RolloutsTest {
  private static final RolloutPlan ONE_STEP = new RolloutPlan(1, 1, 1, 1);

  private static String json(Rollout rollout) {
    return Json.line(rollout);
  }

  @Test
  void oldLogProbabilitiesAreThoseOfTheSampler() {
    try (Run<PpoBatch> run = TinyRollouts.ppo(12, TinyRollouts.FIXED, TinyRollouts.SHARE)) {
      Rollout rollout = run.method().next(Optional.empty(), Progress.NONE);
      for (Experience row : rollout.rows()) {
        try (Decoder decoder =
            new Decoder(run.policy(), true, run.learner().manager().newSubManager())) {
          float[] logits = decoder.feed(row.prompt());
          for (int t = 0; t < row.response().length; t++) {
            double[] p = TokenDistribution.of(logits, Sampling.PLAIN).dense(7);
            assertEquals(Math.log(p[row.response()[t]]), row.old()[t], 1e-5);
            logits = decoder.feed(row.response()[t]);
          }
        }
        assertArrayEquals(row.old(), row.reference(), 1e-6, "both policies start equal");
      }
    }
  }

  @Test
  void theSampledTokensHaveTheDistributionOfThePolicy() {
    try (Run<GrpoBatch> run = TinyRollouts.grpo(1, 200, TinyRollouts.SHARE)) {
      Rollout rollout = run.method().next(Optional.empty(), Progress.NONE);
      double[] counts = new double[7];
      rollout.rows().forEach(row -> counts[row.response()[0]] += 1.0 / 200);
      int[] prompt = rollout.rows().get(0).prompt();
      try (Decoder decoder = new Decoder(run.policy(), false, run.learner().manager())) {
        double[] p = TokenDistribution.of(decoder.feed(prompt), Sampling.PLAIN).dense(7);
        for (int id = 0; id < 7; id++) {
          assertEquals(p[id], counts[id], 4 * Math.sqrt(p[id] * (1 - p[id]) / 200));
        }
      }
    }
  }

  @Test
  void aRolloutDependsOnSeedAndIndexOnly() {
    try (Run<PpoBatch> run = TinyRollouts.ppo(6, TinyRollouts.FIXED, TinyRollouts.SHARE)) {
      Rollout first = run.method().next(Optional.empty(), Progress.NONE);
      assertEquals(json(first), json(run.method().next(Optional.empty(), Progress.NONE)));
      Rollout second = run.method().next(Optional.of(first), Progress.NONE);
      assertEquals(1, second.index());
      assertEquals(json(second), json(run.method().next(Optional.of(first), Progress.NONE)));
      assertNotEquals(json(first).substring(20), json(second).substring(20));
      RolloutCollector c = ((PpoRollouts) run.method()).collector();
      RolloutPrompt.Plan other = new RolloutPrompt.Plan(c.prompts().all(), 6, 8);
      RolloutCollector changed = with(c, other);
      assertFalse(
          sameIds(c.responses(0, 1, Progress.NONE), changed.responses(0, 1, Progress.NONE)));
      assertTrue(sameIds(c.responses(5, 1, Progress.NONE), c.responses(5, 1, Progress.NONE)));
    }
  }

  private static RolloutCollector with(RolloutCollector c, RolloutPrompt.Plan prompts) {
    return new RolloutCollector(prompts, c.sampler(), c.scorer(), c.reference(), c.rows());
  }

  private static boolean sameIds(List<Response> a, List<Response> b) {
    return IntStream.range(0, a.size())
        .allMatch(i -> Arrays.equals(a.get(i).ids(), b.get(i).ids()));
  }

  @Test
  void eachPassUsesEveryPromptOnce() {
    RolloutPrompt.Plan plan = new RolloutPrompt.Plan(TinyRollouts.prompts(), 4, 3);
    for (long pass = 0; pass < 4; pass++) { // three rollouts are two passes over six prompts
      List<RolloutPrompt> used = new ArrayList<>();
      for (long index = 3 * pass; index < 3 * pass + 3; index++) {
        used.addAll(plan.of(index));
      }
      assertEquals(6, new HashSet<>(used.subList(0, 6)).size());
      assertEquals(6, new HashSet<>(used.subList(6, 12)).size());
    }
  }

  @Test
  void responsesEndOrAreTruncated() {
    try (Run<GrpoBatch> run = TinyRollouts.grpo(6, 8, TinyRollouts.SHARE)) {
      RolloutCollector collector = ((GrpoRollouts) run.method()).collector();
      List<Response> all = collector.responses(0, 8, Progress.NONE);
      assertEquals(Set.of(true, false), new HashSet<>(all.stream().map(Response::ended).toList()));
      for (Response response : all) {
        int[] ids = response.ids();
        long ends = IntStream.of(ids).filter(id -> id == TinyRollouts.END).count();
        assertEquals(response.ended() ? 1 : 0, ends);
        assertTrue(response.ended() ? ids[ids.length - 1] == 6 : ids.length == 8);
        assertEquals(ids.length - ends, response.answer().length());
      }
      double[] scores = collector.scorer().scores(all);
      double[] fined = collector.scorer().withMissingEosPenalty(0.5).scores(all);
      for (int i = 0; i < scores.length; i++) {
        assertEquals(scores[i] - (all.get(i).ended() ? 0 : 0.5), fined[i], 1e-15);
      }
      Map<String, Double> metrics = run.method().next(Optional.empty(), Progress.NONE).metrics();
      double ended = all.stream().filter(Response::ended).count();
      assertEquals(ended, metrics.get("val/num_eos_tokens"));
      assertEquals(1 - ended / 48, metrics.get("completions/clipped_ratio"), 1e-12);
      assertEquals(
          all.stream().mapToInt(r -> r.ids().length).average().orElseThrow(),
          metrics.get("completions/mean_length"),
          1e-12);
    }
  }

  @Test
  void theContextTruncatesResponsesAndLimitsPrompts() {
    try (Run<PpoBatch> run = TinyRollouts.ppo(6, TinyRollouts.FIXED, TinyRollouts.SHARE)) {
      RolloutCollector c = ((PpoRollouts) run.method()).collector();
      RolloutPrompt longest =
          new RolloutPrompt(new int[15], c.prompts().all().get(0).instruction());
      RolloutPrompt.Plan one = new RolloutPrompt.Plan(List.of(longest), 1, 1);
      assertEquals(1, with(c, one).responses(0, 1, Progress.NONE).get(0).ids().length);
      RolloutPrompt tooLong = new RolloutPrompt(new int[16], longest.instruction());
      RolloutPrompt.Plan other = new RolloutPrompt.Plan(List.of(tooLong), 1, 1);
      InputException e = assertThrows(InputException.class, () -> with(c, other));
      assertTrue(e.getMessage().contains("16, must be from 1 to 15"), e.getMessage());
    }
  }

  @Test
  void theFirstMinibatchHasRatioOne() {
    try (Run<PpoBatch> ppo = TinyRollouts.ppo(12, TinyRollouts.FIXED, TinyRollouts.SHARE);
        Run<GrpoBatch> grpo = TinyRollouts.grpo(6, 8, TinyRollouts.SHARE)) {
      for (Run<?> run : List.of(ppo, grpo)) {
        firstStep(run);
        Map<String, Double> metrics = run.metrics().take();
        assertEquals(1, metrics.get("val/ratio"), 1e-6);
        assertEquals(0, metrics.get("policy/approxkl_avg"), 1e-10);
        assertEquals(0, metrics.get("objective/kl"), 1e-5);
        double sampled = metrics.get("objective/entropy");
        assertEquals(metrics.get("policy/entropy_avg"), sampled, 0.3);
      }
    }
  }

  private static <B> void firstStep(Run<B> run) {
    run.train(new RolloutSource<>(run.method(), ONE_STEP, 1, run.metrics()), 0, 1, 1);
  }

  @Test
  void theMetricsHaveTheAnnouncedNames() {
    try (Run<PpoBatch> ppo = TinyRollouts.ppo(12, TinyRollouts.FIXED, TinyRollouts.SHARE);
        Run<GrpoBatch> grpo = TinyRollouts.grpo(6, 8, TinyRollouts.SHARE)) {
      Rollout a = ppo.method().next(Optional.empty(), Progress.NONE),
          b = grpo.method().next(Optional.empty(), Progress.NONE);
      Set<String> first = ppo.method().targets(a).metrics().keySet();
      assertEquals(PpoRollouts.metricNames(), List.copyOf(first));
      Set<String> second = grpo.method().targets(b).metrics().keySet();
      assertEquals(GrpoRollouts.metricNames(), List.copyOf(second));
    }
  }

  private static Experience experience(double score, double... old) {
    double[] reference = Arrays.stream(old).map(p -> p - 0.5).toArray();
    double[] values = IntStream.range(0, old.length).mapToDouble(t -> 0.1 * t).toArray();
    return new Experience(new int[2], new int[old.length], true, score, old, reference, values);
  }

  @Test
  void ppoTargetsFollowTheFormulas() {
    Rollout rollout = new Rollout(0, 0, 0.2, List.of(experience(1, -1, -2), experience(-1, -0.5)));
    PpoTargets targets = new PpoTargets(rollout, TinyRollouts.FIXED);
    PpoBatch batch = targets.batch(0, 1);
    double last = 1 - 0.2 * 0.5 - 0.1, first = -0.2 * 0.5 + 0.1 - 0 + 0.95 * last;
    double other = -1 - 0.2 * 0.5;
    double mean = (last + first + other) / 3;
    double deviation =
        Math.sqrt(DoubleStream.of(last, first, other).map(x -> (x - mean) * (x - mean)).sum() / 2);
    double[] white = {(first - mean) / deviation, (last - mean) / deviation};
    assertArrayEquals(white, batch.policy().advantages().get(0), 1e-7);
    assertEquals((other - mean) / deviation, batch.policy().advantages().get(1)[0], 1e-7);
    assertArrayEquals(new double[] {first, last + 0.1}, batch.returns().get(0), 1e-12);
    Map<String, Double> metrics = targets.metrics();
    assertEquals(0.75, metrics.get("objective/kl"), 1e-12);
    assertEquals(-0.2 * 0.75, metrics.get("objective/non_score_reward"), 1e-12);
    assertEquals(-0.2 * 0.75, metrics.get("objective/rlhf_reward"), 1e-12, "the scores' mean is 0");
    assertEquals(3.5 / 3, metrics.get("objective/entropy"), 1e-12);
  }

  @Test
  void theCoefficientFollowsTheDivergence() {
    PpoSettings settings =
        new PpoSettings(
            new KlPenalty(0.1, KlEstimator.K1),
            Optional.of(new PpoSettings.KlTarget(0.5, 20)),
            new Gae(1, 1),
            false);
    assertEquals(0.1, settings.coefficient(Optional.empty()));
    Rollout rollout = new Rollout(3, 0, 0.4, List.of(experience(1, -1, -2)));
    assertEquals(0.4 * (1 + 0.2 / 20), settings.coefficient(Optional.of(rollout)), 1e-12);
    assertThrows(
        InputException.class, () -> TinyRollouts.ppo(21, settings, TinyRollouts.SHARE), "horizon");
  }

  @Test
  void grpoSkipsGroupsWithEqualScores() {
    List<Experience> rows =
        DoubleStream.of(1, 1, 0, 1, 0.5, 0.5).mapToObj(s -> experience(s, -1, -2)).toList();
    GrpoTargets targets = new GrpoTargets(new Rollout(0, 0, 0, rows), 2, true);
    assertArrayEquals(new int[] {2, 3}, targets.rows());
    List<double[]> advantages = targets.batch(2, 3).policy().advantages();
    assertEquals(0, advantages.get(0)[0] + advantages.get(1)[0], 1e-12);
    assertEquals(advantages.get(0)[0], advantages.get(0)[1]);
    assertTrue(advantages.get(0)[0] < 0);
    assertEquals(2 / 3.0, targets.metrics().get("frac_reward_zero_std"), 1e-12);
    assertEquals(Math.sqrt(0.5) / 3, targets.metrics().get("reward_std"), 1e-12);
  }

  @Test
  void aRolloutWithoutDifferencesIsReplaced() {
    int[] calls = {0};
    Scorer late =
        responses -> {
          calls[0]++;
          return calls[0] < 3 ? new double[responses.size()] : TinyRollouts.SHARE.scores(responses);
        };
    try (Run<GrpoBatch> run = TinyRollouts.grpo(2, 4, late)) {
      Rollout rollout = run.method().next(Optional.empty(), Progress.NONE);
      assertEquals(2, rollout.index());
      assertEquals(2.0, run.method().targets(rollout).metrics().get("rollouts_discarded"));
      assertEquals(3, run.method().next(Optional.of(rollout), Progress.NONE).index());
    }
    try (Run<GrpoBatch> run = TinyRollouts.grpo(2, 4, r -> new double[r.size()])) {
      InputException e =
          assertThrows(
              InputException.class, () -> run.method().next(Optional.empty(), Progress.NONE));
      assertTrue(e.getMessage().contains("3 rollouts in a row"), e.getMessage());
    }
  }

  @Test
  void aCancelledRolloutIsRepeated() {
    Progress cancel =
        (done, total) -> {
          throw new CancellationException();
        };
    try (Run<PpoBatch> run = TinyRollouts.ppo(4, TinyRollouts.FIXED, TinyRollouts.SHARE)) {
      RolloutSource<PpoBatch> source =
          new RolloutSource<>(run.method(), ONE_STEP, 1, run.metrics());
      run.train(source, 0, 1, 1);
      String before = Json.line(source.state());
      String expected =
          json(
              run.method()
                  .next(
                      Optional.of(run.method().next(Optional.empty(), Progress.NONE)),
                      Progress.NONE));
      assertThrows(CancellationException.class, () -> source.at(1, 0, cancel));
      assertEquals(before, Json.line(source.state()));
      source.at(1, 0);
      assertEquals(expected, source.state().get("rollout").toString());
    }
  }

  @Test
  void equalScoresAfterTheFirstRolloutEndTraining() {
    int[] calls = {0};
    Scorer once =
        responses ->
            calls[0]++ == 0 ? TinyRollouts.SHARE.scores(responses) : new double[responses.size()];
    try (Run<GrpoBatch> run = TinyRollouts.grpo(2, 4, once)) {
      RolloutSource<GrpoBatch> source =
          new RolloutSource<>(run.method(), ONE_STEP, 1, run.metrics());
      run.train(source, 0, 1, 1);
      String state = Json.line(source.state());
      for (int i = 0; i < 2; i++) { // a resumed run says the same
        assertEquals(
            "all answers of 3 rollouts in a row have equal scores",
            assertThrows(EndOfBatchesException.class, () -> source.at(1, 0)).getMessage());
        assertEquals(state, Json.line(source.state()));
      }
    }
  }

  @Test
  void aScoreThatIsNoNumberIsRefused() {
    Scorer bad = responses -> responses.stream().mapToDouble(r -> Double.NaN).toArray();
    try (Run<PpoBatch> run = TinyRollouts.ppo(2, TinyRollouts.FIXED, bad)) {
      InputException e =
          assertThrows(
              InputException.class, () -> run.method().next(Optional.empty(), Progress.NONE));
      assertTrue(e.getMessage().contains("score of a response: NaN"), e.getMessage());
    }
  }
}
