package org.glassllm.lessons;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.glassllm.picture.Charts;

/** Lesson 13: DPO raises the margin; the chosen log-probability need not rise. */
public final class Lesson13 implements Lesson {
  private static final int BASE_STEPS = 600;
  private static final int STEPS = 100;
  private static final long EARLY = 30;
  private static final double LEARNING_RATE = 3e-4;
  private static final double LARGE = 0.5;
  private static final double SMALL = 0.05;
  private final Map<Double, DpoRun.Outcome> outcomes = new LinkedHashMap<>();
  private Report report;

  @Override
  public String folder() {
    return "13-dpo";
  }

  @Override
  public String title() {
    return "Direct preference optimization";
  }

  @Override
  public Report run() {
    if (report == null) {
      Report r = new Report();
      table(r);
      shared(r);
      try (TaleModel base = new TaleModel(2, 64, BASE_STEPS)) {
        train(r, base);
      }
      report = r;
    }
    return report;
  }

  /** Prints the optimal share of the rewarded ending for each β. */
  private static void table(Report r) {
    double[] reference = {3 / 8.0, 2 / 8.0, 2 / 8.0, 1 / 8.0};
    r.say("The optimal policy, if one of four endings has the reward 1 and probability 3/8:");
    for (double beta : new double[] {1, 0.5, 0.25}) {
      double share = DpoDrawings.optimum(reference, new double[] {1, 0, 0, 0}, beta)[0];
      r.say("  beta %.2f: %.3f", beta, r.value("optimum_" + beta, share));
    }
  }

  /** Prints a policy whose responses share one parameter, before and after a step of size 1. */
  private static void shared(Report r) {
    r.say("Three responses with the logits 0, x and 2x. The first is rejected, the second chosen:");
    for (int x = 0; x <= 1; x++) {
      double[] p = {1, Math.exp(x), Math.exp(2 * x)};
      double z = Arrays.stream(p).sum();
      r.say(
          "  x = %d: rejected %.3f, chosen %.3f, the third %.3f",
          x,
          r.value("rejected_x" + x, p[0] / z),
          r.value("chosen_x" + x, p[1] / z),
          r.value("third_x" + x, p[2] / z));
    }
  }

  private void train(Report r, TaleModel base) {
    r.say(
        "A GPT of %,d parameters learned %d steps of tales. Then DPO: %d steps of %d pairs.",
        (long) r.value("parameters", base.model().parameterCount()),
        BASE_STEPS,
        STEPS,
        DpoRun.BATCH);
    r.say("                        pairs   change of log-probability       sampled tales");
    r.say("                        right        chosen      rejected  happy  grammar     KL");
    TaleSamples start = TaleSamples.of(base.model(), base);
    row(
        r,
        "reference               -           0.0           0.0   %.2f     %.2f    0.0",
        r.value("happy_reference", start.happy()),
        r.value("grammar_reference", start.grammatical()));
    DpoRun run = new DpoRun(base, STEPS, LEARNING_RATE);
    for (double beta : new double[] {LARGE, SMALL}) {
      DpoRun.Outcome outcome = run.train(beta, EARLY, (long) STEPS);
      outcomes.put(beta, outcome);
      row(r, beta, EARLY);
      row(r, beta, STEPS);
    }
    outcomes.forEach(
        (beta, outcome) ->
            row(
                r,
                "beta %.2f, step %d: %s",
                beta,
                STEPS,
                outcome.samples().get((long) STEPS).first()));
  }

  /** Adds a line whose numbers differ between machines, as rounding changes a long training. */
  private static void row(Report r, String format, Object... numbers) {
    r.sample(String.format(Locale.ROOT, format, numbers));
  }

  private void row(Report r, double beta, long step) {
    DpoRun.Point point = outcomes.get(beta).at(step);
    TaleSamples samples = outcomes.get(beta).samples().get(step);
    String key = "_beta_" + beta + "_step_" + step;
    row(
        r,
        "beta %.2f, step %3d   %.2f        %6.1f        %6.1f   %.2f     %.2f  %5.1f",
        beta,
        step,
        r.value("accuracy" + key, point.accuracy()),
        r.value("chosen" + key, point.chosen()),
        r.value("rejected" + key, point.rejected()),
        r.value("happy" + key, samples.happy()),
        r.value("grammar" + key, samples.grammatical()),
        r.value("kl" + key, samples.kl()));
  }

  @Override
  public Map<String, String> drawings() {
    return Map.of("loss.svg", DpoDrawings.loss(), "optimum.svg", DpoDrawings.optimum());
  }

  @Override
  public Map<String, BufferedImage> pictures() {
    run();
    List<Charts.Line> changes = new ArrayList<>(), margins = new ArrayList<>();
    outcomes.forEach(
        (beta, outcome) -> {
          changes.add(line("chosen, β = " + beta, outcome, DpoRun.Point::chosen));
          changes.add(line("rejected, β = " + beta, outcome, DpoRun.Point::rejected));
          margins.add(line("β = " + beta, outcome, DpoRun.Point::margin));
        });
    double[] ends = {0, STEPS}, zero = {0, 0};
    changes.add(new Charts.Line("the reference", ends, zero, false));
    margins.add(new Charts.Line("the reference", ends, zero, false));
    return Map.of(
        "logps.png",
        Charts.lines(
            "Log-probability of unseen chosen and rejected tales",
            "step",
            "change in nats per tale",
            changes),
        "margins.png",
        Charts.lines(
            "rewards/margins: the margin grows in both runs",
            "step",
            "β h of unseen pairs",
            margins));
  }

  private static Charts.Line line(
      String name, DpoRun.Outcome outcome, ToDoubleFunction<DpoRun.Point> number) {
    double[] x = outcome.points().stream().mapToDouble(DpoRun.Point::step).toArray();
    double[] y = outcome.points().stream().mapToDouble(number).toArray();
    return new Charts.Line(name, x, y, true);
  }
}
