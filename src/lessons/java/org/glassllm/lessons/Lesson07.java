package org.glassllm.lessons;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.glassllm.optim.Schedule;
import org.glassllm.picture.Charts;
import org.glassllm.text.tales.TaleEntropy;

/** Lesson 07: the losses and samples of a small training run. */
public final class Lesson07 implements Lesson {
  private static final int STEPS = 200;
  private static final int EARLY = 20;
  private static final int SHOWN = 76;
  private SmallRun small;
  private SmallRun.Outcome outcome;

  @Override
  public String folder() {
    return "07-pretraining";
  }

  @Override
  public String title() {
    return "Pretraining";
  }

  /** Trains once, for the report and the picture. */
  private SmallRun.Outcome outcome() {
    if (outcome == null) {
      small = new SmallRun();
      outcome = small.train(STEPS, (long) EARLY, (long) STEPS);
    }
    return outcome;
  }

  private double nGram(int order) {
    return small.nGram(order, SmallRun.CONTEXT).loss();
  }

  @Override
  public Report run() {
    Report r = new Report();
    double[] losses = outcome().losses();
    int vocab = small.tokenizer.vocabSize();
    r.say(
        "A GPT of %,d parameters learns %d steps of %d windows of %d characters.",
        (long) r.value("parameters", outcome.parameters()),
        STEPS,
        SmallRun.BATCH,
        SmallRun.CONTEXT);
    r.say("  guessing among %d characters: %.2f nats", vocab, r.value("guessing", Math.log(vocab)));
    r.say("  loss of step 1:   %.2f", r.value("loss_step_1", losses[0]));
    r.say("  loss of step %d:  %.2f", EARLY, r.value("loss_step_20", losses[EARLY - 1]));
    r.say("  loss of step %d: %.2f", STEPS, r.value("loss_last", losses[STEPS - 1]));
    r.say("On unseen tales, in windows of 64 characters that start empty (stride 64):");
    r.say("  validation loss:  %.2f", r.value("validation_loss", outcome.validation().loss()));
    for (int order : new int[] {1, 2, 3, 5}) {
      r.say("  %d-gram counts:    %.2f", order, r.value("ngram_" + order, nGram(order)));
    }
    sample(r, EARLY);
    sample(r, STEPS);
    r.say(
        "Of the words in 1,000 characters of the latter, %.0f %% occur in the training text.",
        r.value("known_words", 100 * small.knownWords(outcome.samples().get((long) STEPS))));
    Schedule schedule = Schedule.warmupCosine(6e-4, 6e-5, 2000, 600_000);
    r.say(
        "nanoGPT's schedule for GPT-2: %.1e at step 0, %.1e at 2000, %.1e at 600,000",
        r.value("rate_0", schedule.at(0)),
        r.value("rate_2000", schedule.at(2000)),
        r.value("rate_600000", schedule.at(600_000)));
    return r;
  }

  private void sample(Report r, int step) {
    r.say("Sampled at temperature 1 after step %d:", step);
    String text = outcome.samples().get((long) step).replaceAll("\\s+", " ").strip();
    r.sample(text.substring(0, SHOWN));
    r.sample(text.substring(SHOWN, 2 * SHOWN));
  }

  @Override
  public Map<String, BufferedImage> pictures() {
    double[] losses = outcome().losses();
    double[] x = new double[STEPS];
    Arrays.setAll(x, i -> i + 1);
    double[] end = {outcome.validation().loss()};
    double floor = TaleEntropy.expected().natsPerCharacter();
    return Map.of(
        "loss.png",
        Charts.lines(
            "A GPT of 0.1M parameters, 200 steps",
            "step",
            "nats per character",
            List.of(
                new Charts.Line("GPT, training", x, losses, false),
                new Charts.Line("GPT, validation", new double[] {STEPS}, end, true),
                level("1-gram, validation", nGram(1)),
                level("2-gram, validation", nGram(2)),
                level("3-gram, validation", nGram(3)),
                level("5-gram, validation", nGram(5)),
                level("entropy of the grammar", floor))));
  }

  /** Returns a horizontal line. */
  private static Charts.Line level(String name, double y) {
    return new Charts.Line(name, new double[] {1, STEPS}, new double[] {y, y}, false);
  }
}
