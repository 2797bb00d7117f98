package org.glassllm.train;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.glassllm.batch.BatchSource;
import org.glassllm.batch.BatchStream;
import org.glassllm.checkpoint.TrainerState;
import org.glassllm.optim.Schedule;
import org.glassllm.tensor.MemoryUse;

/**
 * The training loop: batch, step, and every {@code evalEvery} steps an evaluation, a sample and a
 * checkpoint.
 *
 * @param <B> a batch
 */
public final class Trainer<B> {
  private final Learner<B> learner;
  private final TrainSettings settings;
  private final BatchSource<B> batches;
  private final Schedule schedule;
  private final List<TrainListener> listeners = new ArrayList<>();
  private Validator validator = () -> Double.NaN;
  private Sampler sampler = step -> "";
  private Consumer<TrainerState> saver = state -> {};
  private BooleanSupplier stop = () -> false;

  /**
   * @param learner takes the steps
   * @param settings steps, learning rates and evaluations
   * @param batches the training data
   */
  public Trainer(Learner<B> learner, TrainSettings settings, BatchSource<B> batches) {
    this.learner = learner;
    this.settings = settings;
    this.batches = batches;
    schedule = settings.schedule();
  }

  /** Sets the validation, which runs at every evaluation. */
  public Trainer<B> validator(Validator validator) {
    this.validator = validator;
    return this;
  }

  /** Sets the sampler, which runs at every evaluation. */
  public Trainer<B> sampler(Sampler sampler) {
    this.sampler = sampler;
    return this;
  }

  /** Sets the saver, which writes a checkpoint at every evaluation and at the end. */
  public Trainer<B> saver(Consumer<TrainerState> saver) {
    this.saver = saver;
    return this;
  }

  /** Sets a condition that is checked before each step; training saves and ends if it holds. */
  public Trainer<B> stopWhen(BooleanSupplier stop) {
    this.stop = stop;
    return this;
  }

  /** Registers a training listener. */
  public Trainer<B> listener(TrainListener listener) {
    listeners.add(listener);
    return this;
  }

  /**
   * Trains from a state to the last step, or until the stop condition holds.
   *
   * @return the state after the last step
   */
  public TrainerState run(TrainerState from) {
    publish(l -> l.onStart(from, settings));
    TrainerState state = from;
    boolean due = true;
    try (BatchStream<B> stream = new BatchStream<>(batches, from.step(), settings.gradAccum())) {
      while (state.step() < settings.steps() && !stop.getAsBoolean()) {
        StepMetrics metrics = step(state, stream);
        long done = metrics.step();
        due = done % settings.evalEvery() == 0 || done == settings.steps();
        state = new TrainerState(done, metrics.tokens(), state.bestValidationLoss(), null);
        if (due) {
          double loss = validator.loss();
          metrics = metrics.withValidationLoss(loss);
          state = evaluated(state, loss);
        }
        StepMetrics measured = metrics;
        publish(l -> l.onStep(measured));
        if (due) {
          String text = sampler.sample(done);
          publish(l -> l.onSample(done, text));
          save(state);
        }
      }
    }
    if (!due) {
      save(state);
    }
    TrainerState last = state;
    publish(l -> l.onEnd(last, last.step() < settings.steps()));
    return state;
  }

  private StepMetrics step(TrainerState state, BatchStream<B> stream) {
    long began = System.nanoTime();
    List<B> micro = new ArrayList<>();
    for (int i = 0; i < settings.gradAccum(); i++) {
      micro.add(stream.next());
    }
    double learningRate = settings.schedule().at(state.step());
    Learner.Result result = learner.step(state.step(), micro, learningRate);
    double seconds = (System.nanoTime() - began) / 1e9;
    return new StepMetrics(
        state.step() + 1,
        state.tokens() + result.tokens(),
        result.loss(),
        Double.NaN,
        learningRate,
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
    publish(l -> l.beforeCheckpoint(state));
    saver.accept(state);
    publish(l -> l.onCheckpoint(state));
  }

  private void publish(Consumer<TrainListener> event) {
    listeners.forEach(event);
  }
}
