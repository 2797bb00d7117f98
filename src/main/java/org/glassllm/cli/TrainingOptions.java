package org.glassllm.cli;

import static org.glassllm.cli.Given.or;
import static org.glassllm.cli.Given.requireSame;

import org.glassllm.optim.AdamW;
import org.glassllm.train.TrainSettings;
import picocli.CommandLine.Option;

/** Options that change the training settings of a recipe. */
final class TrainingOptions {
  @Option(names = "--steps", paramLabel = "N", description = "Optimizer steps of the whole run.")
  private Long steps;

  @Option(names = "--batch", paramLabel = "B", description = "Windows in a micro-batch.")
  private Integer batch;

  @Option(names = "--lr", paramLabel = "X", description = "Peak learning rate.")
  private Double lr;

  @Option(names = "--min-lr", paramLabel = "X", description = "Final learning rate.")
  private Double minLr;

  @Option(names = "--warmup", paramLabel = "N", description = "Steps of linear warm-up.")
  private Long warmup;

  @Option(names = "--decay", description = "Decay of the learning rate: ${COMPLETION-CANDIDATES}.")
  private TrainSettings.Decay decay;

  @Option(names = "--beta2", paramLabel = "X", description = "AdamW's decay of squared gradients.")
  private Double beta2;

  @Option(names = "--weight-decay", paramLabel = "X", description = "Weight decay of matrices.")
  private Double weightDecay;

  @Option(
      names = "--clip",
      paramLabel = "X",
      description = "Largest global norm of the gradients; 0 for no limit.")
  private Double clip;

  @Option(names = "--grad-accum", paramLabel = "N", description = "Micro-batches in a step.")
  private Integer gradAccum;

  @Option(names = "--windows", description = "Choice of windows: ${COMPLETION-CANDIDATES}.")
  private TrainSettings.Windows windows;

  @Option(names = "--seed", paramLabel = "S", description = "Seed of everything random.")
  private Long seed;

  @Option(
      names = "--eval-every",
      paramLabel = "N",
      description = "Steps between evaluations, each with a checkpoint.")
  private Long evalEvery;

  /** Returns the settings with all given options applied together. */
  TrainSettings applyTo(TrainSettings t) {
    AdamW.Settings a = t.optimizer();
    long newSteps = or(steps, t.steps());
    double newLr = or(lr, t.lr());
    return new TrainSettings(
        newSteps,
        or(batch, t.batch()),
        or(gradAccum, t.gradAccum()),
        or(windows, t.windows()),
        newLr,
        // the preset's minimum and warm-up may not exceed a given learning rate or number of steps
        or(minLr, Math.min(t.minLr(), newLr)),
        or(warmup, Math.min(t.warmup(), newSteps)),
        or(decay, t.decay()),
        new AdamW.Settings(
            a.beta1(),
            or(beta2, a.beta2()),
            a.epsilon(),
            or(weightDecay, a.weightDecay()),
            or(clip, a.clip())),
        or(seed, t.seed()),
        or(evalEvery, t.evalEvery()));
  }

  /** Refuses an option that differs from the settings of a resumed run. */
  void requireSameAs(TrainSettings t) {
    requireSame("--steps", steps, t.steps());
    requireSame("--batch", batch, t.batch());
    requireSame("--lr", lr, t.lr());
    requireSame("--min-lr", minLr, t.minLr());
    requireSame("--warmup", warmup, t.warmup());
    requireSame("--decay", decay, t.decay());
    requireSame("--beta2", beta2, t.optimizer().beta2());
    requireSame("--weight-decay", weightDecay, t.optimizer().weightDecay());
    requireSame("--clip", clip, t.optimizer().clip());
    requireSame("--grad-accum", gradAccum, t.gradAccum());
    requireSame("--windows", windows, t.windows());
    requireSame("--seed", seed, t.seed());
    requireSame("--eval-every", evalEvery, t.evalEvery());
  }
}
