package org.glassllm.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.glassllm.checkpoint.TrainerState;
import org.glassllm.run.Stage;
import org.glassllm.run.ValidationFigure;
import org.glassllm.train.StepMetrics;
import org.glassllm.train.TrainListener;
import org.glassllm.train.TrainSettings;
import org.glassllm.train.Validator;

/**
 * Shows the progress of training on stderr, as a bar in a terminal, otherwise as lines. Both show
 * the remaining time.
 */
final class TrainProgress implements TrainListener, AutoCloseable {
  /** The control sequence that clears the last line of the terminal, which shows the bar. */
  static final String CLEAR_LINE = "\r\u001b[K";

  private static final int LINES = 20;
  private static final double SMOOTHING = 0.95;

  private final PrintWriter err;
  private final boolean terminal;
  private final ValidationFigure figure;
  private final LongSupplier clock;
  private final TaskProgress task;
  private long start;
  private long firstStep;
  private ProgressBar bar;
  private TrainSettings settings;
  private boolean stopped;
  private double smoothLoss = Double.NaN;
  private double smoothSpeed = Double.NaN;

  /** Creates the progress of a stage on the stderr of a command. */
  TrainProgress(Subcommand command, Stage stage) {
    this(command.err(), Terminal.isThere(), stage.validationFigure(), System::nanoTime);
  }

  /**
   * Creates a progress.
   *
   * @param figure the name of the validation loss
   * @param clock returns the time in nanoseconds
   */
  TrainProgress(PrintWriter err, boolean terminal, ValidationFigure figure, LongSupplier clock) {
    this.err = err;
    this.terminal = terminal;
    this.figure = figure;
    this.clock = clock;
    task = new TaskProgress(err, false);
  }

  @Override
  public void onStart(TrainerState from, TrainSettings planned) {
    settings = planned;
    firstStep = from.step();
    start = clock.getAsLong();
    if (terminal) {
      bar =
          new ProgressBarBuilder()
              .setTaskName("train")
              .setStyle(ProgressBarStyle.ASCII)
              .setInitialMax(planned.steps())
              .startsFrom(from.step(), Duration.ZERO)
              .setUpdateIntervalMillis(200)
              .build();
    }
  }

  @Override
  public void onStep(StepMetrics m) {
    smoothLoss = smooth(smoothLoss, m.loss());
    smoothSpeed = smooth(smoothSpeed, m.tokensPerSecond());
    if (bar != null) {
      bar.stepTo(m.step());
      bar.setExtraMessage(Subcommand.format(" loss %.3f  %,.0f tok/s", smoothLoss, smoothSpeed));
    }
    task.close();
    String result;
    double loss = m.validationLoss();
    if (!Double.isNaN(loss)) {
      result = figure.text(loss);
    } else if (bar == null && m.step() % Math.max(1, settings.steps() / LINES) == 0) {
      result = Subcommand.format("learning rate %.2e  %s left", m.learningRate(), timeLeft(m));
    } else {
      return;
    }
    String line = "step %d/%d  loss %.4f  %s  %,.0f tok/s";
    say(Subcommand.format(line, m.step(), settings.steps(), smoothLoss, result, smoothSpeed));
  }

  private static double smooth(double old, double now) {
    return Double.isNaN(old) ? now : SMOOTHING * old + (1 - SMOOTHING) * now;
  }

  /** Returns the remaining time; a step takes as long as the mean of the steps so far. */
  private String timeLeft(StepMetrics m) {
    double secondsPerStep = (clock.getAsLong() - start) / 1e9 / (m.step() - firstStep);
    long seconds = Math.round((settings.steps() - m.step()) * secondsPerStep);
    return seconds < 90 ? seconds + " s" : (seconds + 30) / 60 + " min";
  }

  @Override
  public void onRollout(long done, long total) {
    show("rollout", done, total);
    if (done == total) {
      task.close(); // the next rollout has its own estimate of the remaining time
    }
  }

  @Override
  public void onEvaluation(long done, long total) {
    show("evaluation", done, total);
  }

  private void show(String name, long done, long total) {
    if (bar == null) {
      task.step(name, done, total);
    } else {
      bar.setExtraMessage(Subcommand.format(" %s %.0f %%", name, 100.0 * done / total));
    }
  }

  @Override
  public void onLateValidation(long step, Validator.Result result) {
    task.close();
    say(Subcommand.format("step %d/%d  %s", step, settings.steps(), figure.text(result.loss())));
  }

  @Override
  public void onSample(long step, String text) {
    String oneLine = text.strip().replaceAll("\\s*\\n\\s*", " / ");
    if (!oneLine.isEmpty()) {
      say(Subcommand.format("  sample: %s", oneLine));
    }
  }

  private void say(String line) {
    if (bar != null) {
      err.print(CLEAR_LINE); // the bar redraws itself below
    }
    err.println(line);
    err.flush();
  }

  @Override
  public void onEarlyEnd(long step, String reason) {
    task.close();
    say(Subcommand.format("training ended at step %d: %s", step, reason));
  }

  @Override
  public void onEnd(TrainerState state, boolean unfinished) {
    stopped = unfinished;
    close();
  }

  /** Returns whether a stop condition ended training. */
  boolean stopped() {
    return stopped;
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
