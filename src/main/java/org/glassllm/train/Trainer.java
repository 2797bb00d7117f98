package org.glassllm.train;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.glassllm.batch.Batch;
import org.glassllm.batch.BatchStream;
import org.glassllm.batch.TokenSource;
import org.glassllm.batch.WindowPlan;
import org.glassllm.checkpoint.TrainerState;
import org.glassllm.optim.Schedule;
import org.glassllm.tensor.MemoryUse;
import org.glassllm.tensor.Seeds;

/**
 * The training loop: batch, step, and every {@code evalEvery} steps an evaluation, a sample and a
 * checkpoint.
 */
public final class Trainer {
  private final Learner learner;
  private final TrainSettings settings;
  private final TokenSource corpus;
  private final List<TrainListener> listeners = new ArrayList<>();
  private Validator validator = gpt -> Double.NaN;
  private Sampler sampler = (gpt, step) -> "";
  private Consumer<TrainerState> saver = state -> {};
  private BooleanSupplier stop = () -> false;

  /**
   * @param learner model and optimizer
   * @param settings how to train
   * @param corpus what to train on
   */
  public Trainer(Learner learner, TrainSettings settings, TokenSource corpus) {
    this.learner = learner;
    this.settings = settings;
    this.corpus = corpus;
  }

  /** Measures the model at every evaluation. */
  public Trainer validator(Validator validator) {
    this.validator = validator;
    return this;
  }

  /** Draws a text at every evaluation. */
  public Trainer sampler(Sampler sampler) {
    this.sampler = sampler;
    return this;
  }

  /** Writes a checkpoint at every evaluation and at the end. */
  public Trainer saver(Consumer<TrainerState> saver) {
    this.saver = saver;
    return this;
  }

  /** Asked after every step; true ends the run early, with a checkpoint. */
  public Trainer stopWhen(BooleanSupplier stop) {
    this.stop = stop;
    return this;
  }

  /** Adds one that hears what happens. */
  public Trainer listener(TrainListener listener) {
    listeners.add(listener);
    return this;
  }

  /**
   * Trains from a state to the last step, or until asked to stop.
   *
   * @return where training then stands
   */
  public TrainerState run(TrainerState from) {
    int context = learner.gpt().config().context();
    Seeds seeds = new Seeds(settings.seed());
    WindowPlan plan =
        settings.windows() == TrainSettings.Windows.RANDOM
            ? WindowPlan.random(corpus.size(), settings.batch(), context, seeds)
            : WindowPlan.shuffled(
                corpus.size(), settings.batch(), context, settings.gradAccum(), seeds);
    tell(l -> l.onStart(from, settings));
    TrainerState state = from;
    boolean saved = true;
    try (BatchStream batches =
        new BatchStream(corpus, plan, context, from.step(), settings.gradAccum())) {
      while (state.step() < settings.steps() && !stop.getAsBoolean()) {
        StepMetrics metrics = step(state, batches);
        long done = metrics.step();
        saved = done % settings.evalEvery() == 0 || done == settings.steps();
        state = new TrainerState(done, metrics.tokens(), state.bestValidationLoss(), null);
        if (saved) {
          double loss = validator.loss(learner.gpt());
          metrics = metrics.withValidationLoss(loss);
          state = evaluated(state, loss);
        }
        StepMetrics told = metrics;
        tell(l -> l.onStep(told));
        if (saved) {
          String text = sampler.sample(learner.gpt(), done);
          tell(l -> l.onSample(done, text));
          save(state);
        }
      }
    }
    if (!saved) {
      save(state);
    }
    TrainerState last = state;
    tell(l -> l.onEnd(last, last.step() < settings.steps()));
    return state;
  }

  private StepMetrics step(TrainerState state, BatchStream batches) {
    long began = System.nanoTime();
    List<Batch> micro = new ArrayList<>();
    for (int i = 0; i < settings.gradAccum(); i++) {
      micro.add(batches.next());
    }
    Schedule schedule = settings.schedule();
    double rate = schedule.at(state.step());
    Learner.Result result = learner.step(state.step(), micro, rate);
    double seconds = (System.nanoTime() - began) / 1e9;
    return new StepMetrics(
        state.step() + 1,
        state.tokens() + result.tokens(),
        result.loss(),
        Double.NaN,
        rate,
        result.gradientNorm(),
        result.tokens() / seconds,
        MemoryUse.residentMiB());
  }

  private static TrainerState evaluated(TrainerState s, double loss) {
    if (Double.isNaN(loss)) {
      return s;
    }
    Double best = s.bestValidationLoss();
    return new TrainerState(
        s.step(), s.tokens(), best == null || loss < best ? (Double) loss : best, loss);
  }

  private void save(TrainerState state) {
    tell(l -> l.beforeCheckpoint(state));
    saver.accept(state);
    tell(l -> l.onCheckpoint(state));
  }

  private void tell(Consumer<TrainListener> event) {
    listeners.forEach(event);
  }
}
