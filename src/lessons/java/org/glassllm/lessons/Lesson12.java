package org.glassllm.lessons;

import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.glassllm.align.Preference;
import org.glassllm.align.Response;
import org.glassllm.loss.KlEstimator;
import org.glassllm.picture.Charts;
import org.glassllm.text.tales.TaleChecker;

/** Lesson 12: a reward model, PPO with and without a KL penalty, and GRPO. */
public final class Lesson12 implements Lesson {
  private static final int STEPS = 250;
  private static final int PAIRS = 800;
  private static final int UNSEEN = 512;
  private static final int UPDATES = 40;
  private static final double FLIPPED = 0.1;
  private Report report;
  private PolicyRun.Result with;
  private PolicyRun.Result without;

  @Override
  public String folder() {
    return "12-reward-and-ppo";
  }

  @Override
  public String title() {
    return "Reward models and PPO";
  }

  @Override
  public Report run() {
    if (report == null) {
      Report r = new Report();
      bandit(r);
      try (EndingModels models = new EndingModels(STEPS)) {
        List<Response> responses = PolicyRun.ofBase(models, 256);
        base(r, models, PolicyRun.tales(responses));
        truth(r, models);
        try (EndingReward reward =
            new EndingReward(models, models.data().likedPairs(4, PAIRS, FLIPPED))) {
          liked(r, reward, models.data());
          policies(r, models, reward, responses);
        }
      }
      report = r;
    }
    return report;
  }

  private static void bandit(Report r) {
    BanditRun bandit = new BanditRun(new double[] {0.5, 0.3, 0.2}, new double[] {0, 1, 0.5}, 0.5);
    r.say("A bandit of three arms with the rewards 0, 1 and 0.5; β = 0.5; exact gradients:");
    r.say("                                             policy            distance from the best");
    arms(r, bandit, "reference", "reference", bandit.reference());
    arms(r, bandit, "best: reference · exp(r / β)", "best", bandit.best());
    arms(r, bandit, "PPO, k1 in the reward", "ppo", bandit.penaltyInReward(KlEstimator.K1));
    arms(r, bandit, "GRPO, k2 as a loss", "k2", bandit.penaltyAsLoss(KlEstimator.K2));
    arms(r, bandit, "GRPO, k3 as a loss", "k3", bandit.penaltyAsLoss(KlEstimator.K3));
    arms(r, bandit, "β reference / (β − r + mean r)", "fixed", bandit.fixedPointOfK3());
    arms(r, bandit, "k1 as a loss", "k1", bandit.penaltyAsLoss(KlEstimator.K1));
  }

  private static void arms(Report r, BanditRun bandit, String name, String key, double... p) {
    r.say(
        "  %-36s  %.3f  %.3f  %.3f       %.3f",
        name,
        r.value("bandit_" + key + "_0", p[0]),
        r.value("bandit_" + key + "_1", p[1]),
        p[2],
        r.value("bandit_" + key + "_distance", BanditRun.distance(bandit.best(), p)));
  }

  private static void base(Report r, EndingModels models, List<String> tales) {
    r.say(
        "The base, %,d parameters: 256 sampled endings",
        (long) r.value("parameters", models.base().parameterCount()));
    r.say(
        "  liked %.2f (the grammar: 0.375), parse %.2f, true %.2f",
        r.value("base_liked", PolicyRun.liked(tales)),
        r.value("base_parses", TaleChecker.checkAll(tales).parsingShare()),
        r.value("base_true", TaleChecker.checkAll(tales).consistentShare()));
  }

  private static void truth(Report r, EndingModels models) {
    r.say("Reward models: accuracy on %d unseen pairs, mean difference of the rewards", UNSEEN);
    EndingData data = models.data();
    try (EndingReward truth = new EndingReward(models, data.truePairs(4, PAIRS))) {
      row(r, "true endings against untrue ones", "truth", truth, data.truePairs(5, UNSEEN));
    }
  }

  private static void liked(Report r, EndingReward reward, EndingData data) {
    String name = "liked endings, labels ";
    row(r, name + "without faults", "liked", reward, data.likedPairs(5, UNSEEN, 0));
    List<Preference> flipped = data.likedPairs(5, UNSEEN, FLIPPED);
    row(r, name + "of which 10 % are flipped", "flipped", reward, flipped);
  }

  private static void row(
      Report r, String name, String key, EndingReward reward, List<Preference> pairs) {
    EndingReward.Result result = reward.measure(pairs);
    r.say(
        "  %-47s  %.2f  %5.2f",
        name,
        r.value(key + "_accuracy", result.accuracy()),
        r.value(key + "_margin", result.margin()));
  }

  private void policies(
      Report r, EndingModels models, EndingReward reward, List<Response> responses) {
    with = new PolicyRun(models, reward.scorer(responses), UPDATES).ppo(1);
    without = new PolicyRun(models, reward.scorer(responses), UPDATES).ppo(0);
    PolicyRun.Result grpo =
        new PolicyRun(models, reward.scorer(responses), UPDATES).grpo(KlEstimator.K3, 1);
    r.say(
        "%d updates of %d responses; means over the last 10 updates:",
        UPDATES, PolicyRun.RESPONSES);
    r.say("  liked  parse  score     KL  tokens");
    row(r, "PPO, β = 1", "ppo", with);
    row(r, "PPO, no KL penalty", "free", without);
    row(r, "GRPO, k3, β = 1", "grpo", grpo);
    predictions(r);
    r.say("The last tale of PPO with β = 1, and without a KL penalty:");
    r.sample(last(with));
    r.sample(last(without));
  }

  /** Reports the shares that the formulas predict if all labels of the pairs are learned. */
  private static void predictions(Report r) {
    double odds = Math.log((1 - FLIPPED) / FLIPPED);
    double group = 1 - 1.0 / PolicyRun.GROUP; // the own reward is a part of the mean
    r.say(
        "  %.2f  by the formula for PPO; %.2f for GRPO, k3, groups of %d",
        r.value("predicted_ppo", endings(odds).best()[0]),
        r.value("predicted_grpo", endings(group * odds).fixedPointOfK3()[0]),
        PolicyRun.GROUP);
  }

  private static BanditRun endings(double difference) {
    double liked = EndingData.LIKED_SHARE;
    return new BanditRun(new double[] {liked, 1 - liked}, new double[] {difference, 0}, 1);
  }

  private static String last(PolicyRun.Result result) {
    return result.tales().get(result.tales().size() - 1);
  }

  /** Reports a run as sampled text, since rounding on another machine changes each response. */
  private static void row(Report r, String name, String key, PolicyRun.Result run) {
    r.sample(
        String.format(
            Locale.ROOT,
            "%.2f   %.2f  %5.2f  %6.2f  %5.1f   %s",
            r.value(key + "_liked", run.last(PolicyRun.Update::liked)),
            r.value(key + "_parses", run.last(PolicyRun.Update::parses)),
            r.value(key + "_score", run.last(PolicyRun.Update::score)),
            r.value(key + "_kl", run.last(PolicyRun.Update::kl)),
            r.value(key + "_tokens", run.last(PolicyRun.Update::tokens)),
            name));
  }

  @Override
  public Map<String, String> drawings() {
    return Map.of("models.svg", PpoDrawings.models(), "clip.svg", PpoDrawings.clip());
  }

  @Override
  public Map<String, BufferedImage> pictures() {
    run();
    double[] ends = {1, UPDATES};
    return Map.of(
        "ppo.png",
        Charts.lines(
            "The same reward model, with and without a KL penalty",
            "updates",
            "share of tales, mean over 5 updates",
            List.of(
                line("liked, β = 1", with, PolicyRun.Update::liked),
                line("parse, β = 1", with, PolicyRun.Update::parses),
                line("liked, no KL penalty", without, PolicyRun.Update::liked),
                line("parse, no KL penalty", without, PolicyRun.Update::parses),
                new Charts.Line(
                    "liked by the grammar",
                    ends,
                    new double[] {EndingData.LIKED_SHARE, EndingData.LIKED_SHARE},
                    false),
                new Charts.Line(
                    "liked by the best policy", ends, new double[] {0.844, 0.844}, false))));
  }

  private static Charts.Line line(
      String name, PolicyRun.Result run, ToDoubleFunction<PolicyRun.Update> number) {
    double[] x = IntStream.rangeClosed(1, run.updates().size()).asDoubleStream().toArray();
    return new Charts.Line(name, x, PolicyRun.smooth(run.updates(), number), false);
  }
}
