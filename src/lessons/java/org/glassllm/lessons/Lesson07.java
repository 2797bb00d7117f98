package org.glassllm.lessons;

import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Map;
import org.glassllm.optim.Schedule;
import org.glassllm.picture.Charts;

/** Lesson 07: the losses of a small training run. */
public final class Lesson07 implements Lesson {
  private static final int STEPS = 200;

  @Override
  public String folder() {
    return "07-pretraining";
  }

  @Override
  public String title() {
    return "Pretraining";
  }

  @Override
  public Report run() {
    Report r = new Report();
    SmallRun small = new SmallRun();
    SmallRun.Outcome outcome = small.train(STEPS);
    double[] losses = outcome.losses();
    int vocab = small.tokenizer.vocabSize();
    r.say(
        "A GPT of %,d parameters learns %d steps of %d windows of %d characters.",
        (long) r.value("parameters", outcome.parameters()),
        STEPS,
        SmallRun.BATCH,
        SmallRun.CONTEXT);
    r.say("  guessing among %d characters: %.2f nats", vocab, r.value("guessing", Math.log(vocab)));
    r.say("  loss of step 1:   %.2f", r.value("loss_step_1", losses[0]));
    r.say("  loss of step 20:  %.2f", r.value("loss_step_20", losses[19]));
    r.say("  loss of step %d: %.2f", STEPS, r.value("loss_last", losses[STEPS - 1]));
    r.say("  validation loss:  %.2f", r.value("validation_loss", outcome.validation().loss()));
    Schedule schedule = Schedule.warmupCosine(6e-4, 6e-5, 2000, 600_000);
    r.say(
        "nanoGPT's schedule for GPT-2: %.1e at step 0, %.1e at 2000, %.1e at 600,000",
        r.value("rate_0", schedule.at(0)),
        r.value("rate_2000", schedule.at(2000)),
        r.value("rate_600000", schedule.at(600_000)));
    return r;
  }

  @Override
  public Map<String, BufferedImage> pictures() {
    double[] losses = new SmallRun().train(STEPS).losses();
    double[] x = new double[STEPS];
    double[] rate = new double[STEPS];
    Schedule schedule = Schedule.warmupCosine(1, 0.1, STEPS / 10, STEPS);
    for (int i = 0; i < STEPS; i++) {
      x[i] = i + 1;
      rate[i] = schedule.at(i);
    }
    return Map.of(
        "loss.png",
        Charts.lines(
            "200 steps",
            "step",
            "nats per character",
            List.of(
                new Charts.Line("training loss", x, losses, false),
                new Charts.Line("learning rate (1 = highest)", x, rate, false))));
  }
}
