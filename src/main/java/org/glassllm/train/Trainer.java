package org.glassllm.train;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.glassllm.base.Progress;
import org.glassllm.batch.BatchSource;
import org.glassllm.batch.BatchStream;
import org.glassllm.batch.EndOfBatchesException;
import org.glassllm.checkpoint.TrainerState;
import org.glassllm.tensor.MemoryUse;

/**
 * The training loop, which takes one optimizer step per batch. After every {@code evalEvery} steps
 * the loop evaluates, generates a sample text and saves a checkpoint.
 *
 * @param <B> the type of a batch
 */
public final class Trainer<B> {
  private final Learner<B> learner;
  private final TrainSettings settings;
  private final BatchSource<B> batches;
  private final List<TrainListener> listeners = new ArrayList<>();
  private Optional<Validator> validator = Optional.empty();
  private Sampler sampler = step -> "";
  private Consumer<TrainerState> saver = saved -> {};
  private Supplier<Map<String, Double>> metrics = Map::of;
  private BooleanSupplier stop = () -> false;
  private TrainerState state = TrainerState.START;
  private boolean saved = true;

  /**
   * Creates a training loop.
   *
   * @param learner takes the optimizer steps
   * @param settings number of steps, learning rates and interval of evaluations
   * @param batches the training data
   */
  public Trainer(Learner<B> learner, TrainSettings settings, BatchSource<B> batches) {
    this.learner = learner;
    this.settings = settings;
    this.batches = batches;
  }

  /** Sets the validator, which measures validation loss and metrics at every evaluation. */
  public Trainer<B> validator(Validator validator) {
    this.validator = Optional.of(validator);
    return this;
  }

  /** Sets the sampler, which generates a text after every evaluation. */
  public Trainer<B> sampler(Sampler sampler) {
    this.sampler = sampler;
    return this;
  }

  /** Sets the saver, which writes a checkpoint after every evaluation and at the end. */
  public Trainer<B> saver(Consumer<TrainerState> saver) {
    this.saver = saver;
    return this;
  }

  /** Sets the metrics of a step; called once after each step and its evaluation. */
  public Trainer<B> metrics(Supplier<Map<String, Double>> supplier) {
    metrics = supplier;
    return this;
  }

  /**
   * Sets a stop condition, which ends training with a checkpoint. The condition is checked before
   * each micro-batch and during rollouts and evaluations. A resumed run repeats an interrupted
   * step, rollout or evaluation.
   */
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
   * Trains from a state to the last step, or until the stop condition is true. Training ends early,
   * with an evaluation, if there is no further batch.
   *
   * @return the state after the last completed step
   * @throws DivergedException if a number is not finite; in this case no checkpoint is written
   */
  public TrainerState run(TrainerState from) {
    state = from;
    saved = true;
    publish(l -> l.onStart(from, settings));
    boolean stopped = false;
    try {
      train(from);
    } catch (CancellationException e) { // the state is that after the last completed step
      saved |= state.step() == from.step();
      stopped = true;
    }
    if (!saved) {
      save();
    }
    boolean unfinished = stopped;
    publish(l -> l.onEnd(state, unfinished));
    return state;
  }

  private void train(TrainerState from) {
    try (BatchStream<B> stream = new BatchStream<>(batches, from.step(), settings.gradAccum())) {
      if (from.step() > 0 && isDue()) {
        evaluateLate(); // a stop interrupted the evaluation
      }
      while (state.step() < settings.steps()) {
        StepMetrics metrics = step(stream);
        saved = false;
        state =
            new TrainerState(metrics.step(), metrics.tokens(), state.bestValidationLoss(), null);
        if (isDue()) {
          evaluate(metrics);
          sampleAndSave();
        } else {
          publish(metrics, Validator.Result.NONE);
        }
      }
    } catch (EndOfBatchesException e) {
      publish(l -> l.onEarlyEnd(state.step(), e.getMessage()));
      evaluateLate();
    }
  }

  /** Evaluates after a step that has no validation loss yet, although listeners have the step. */
  private void evaluateLate() {
    if (state.validationLoss() == null && validator.isPresent()) {
      Validator.Result late = evaluate();
      publish(l -> l.onLateValidation(state.step(), late));
      sampleAndSave();
    }
  }

  private boolean isDue() {
    return state.step() % settings.evalEvery() == 0 || state.step() == settings.steps();
  }

  private void requireNotStopped() {
    if (stop.getAsBoolean()) {
      throw new CancellationException();
    }
  }

  private interface Report {
    void to(TrainListener listener, long done, long total);
  }

  /** Returns a progress that ends the work after a stop, and otherwise reports to listeners. */
  private Progress reporting(Report report) {
    return (done, total) -> {
      requireNotStopped();
      publish(l -> report.to(l, done, total));
    };
  }

  private StepMetrics step(BatchStream<B> stream) {
    long began = System.nanoTime();
    List<B> micro = new ArrayList<>();
    for (int i = 0; i < settings.gradAccum(); i++) {
      micro.add(stream.next(reporting((l, done, total) -> l.onRollout(done, total))));
    }
    double learningRate = settings.schedule().at(state.step());
    Learner.Result result =
        learner.step(state.step(), micro, learningRate, (done, total) -> requireNotStopped());
    double seconds = (System.nanoTime() - began) / 1e9;
    return new StepMetrics(
        state.step() + 1,
        state.tokens() + result.tokens(),
        result.loss(),
        Double.NaN,
        learningRate,
        result.gradientNorm(),
        result.tokens() / seconds,
        MemoryUse.residentMiB(),
        Map.of());
  }

  /** Evaluates after a step; listeners receive the step even if a stop ends the evaluation. */
  private void evaluate(StepMetrics metrics) {
    Validator.Result complete = Validator.Result.NONE;
    try {
      complete = evaluate();
    } finally {
      publish(metrics, complete);
    }
  }

  /** Returns the result of an evaluation and stores the validation loss in the state. */
  private Validator.Result evaluate() {
    if (validator.isEmpty()) {
      return Validator.Result.NONE;
    }
    Progress progress = reporting((l, done, total) -> l.onEvaluation(done, total));
    Validator.Result result = validator.get().measure(progress);
    double loss = result.loss();
    learner.requireFinite("the validation loss", loss, state.step(), learningRate());
    Double best = state.bestValidationLoss();
    best = best == null || loss < best ? (Double) loss : best;
    state = new TrainerState(state.step(), state.tokens(), best, loss);
    return result;
  }

  /** Returns the learning rate of the last step. */
  private double learningRate() {
    return settings.schedule().at(state.step() - 1);
  }

  private void sampleAndSave() {
    if (!stop.getAsBoolean()) {
      String text = sampler.sample(state.step());
      publish(l -> l.onSample(state.step(), text));
    }
    save();
  }

  private void save() {
    learner.requireFinite(state.step(), learningRate());
    publish(l -> l.beforeCheckpoint(state));
    saver.accept(state);
    publish(l -> l.onCheckpoint(state));
    saved = true;
  }

  private void publish(StepMetrics step, Validator.Result evaluation) {
    Map<String, Double> all = new HashMap<>(metrics.get());
    all.putAll(evaluation.metrics());
    StepMetrics complete = step.with(evaluation.loss(), all);
    publish(l -> l.onStep(complete));
  }

  private void publish(Consumer<TrainListener> event) {
    listeners.forEach(event);
  }
}
