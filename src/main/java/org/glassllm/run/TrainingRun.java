package org.glassllm.run;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.glassllm.base.InputException;
import org.glassllm.base.LockFile;
import org.glassllm.checkpoint.Checkpoint;
import org.glassllm.checkpoint.Contents;
import org.glassllm.checkpoint.RunFolder;
import org.glassllm.checkpoint.TrainerState;
import org.glassllm.checkpoint.VocabularyGrowth;
import org.glassllm.evaluate.ModelCosts;
import org.glassllm.model.Gpt;
import org.glassllm.model.GptConfig;
import org.glassllm.model.HiddenStateModel;
import org.glassllm.model.LanguageModel;
import org.glassllm.model.Network;
import org.glassllm.tensor.Kernels;
import org.glassllm.tensor.MemoryUse;
import org.glassllm.tensor.Precision;
import org.glassllm.tensor.Torch;
import org.glassllm.token.Tokenizer;
import org.glassllm.train.MetricsLog;
import org.glassllm.train.TrainListener;
import org.glassllm.train.Trainer;

/**
 * A training run, new or resumed, which trains a model on data and saves the model in a folder.
 *
 * <pre>{@code
 * try (TrainingRun run = TrainingRun.start(Path.of("runs/first"), Recipes.named("test"), "tales")) {
 *   run.train();
 * }
 * }</pre>
 */
public final class TrainingRun implements AutoCloseable {
  /**
   * Maximum number of tokens that an evaluation during training predicts. From a larger validation
   * split, each evaluation measures the same evenly spaced windows.
   */
  public static final long MOST_VALIDATION = 1_000_000;

  private final RunFolder folder;
  private final Stage stage;
  private final Recipe recipe;
  private final RunData data;
  private final Tokenizer tokenizer;
  private final HiddenStateModel model;
  private final Training<?> training;
  private final TrainerState from;
  private final LockFile lock;
  private final List<TrainListener> listeners = new ArrayList<>();
  private BooleanSupplier stop = () -> false;

  private TrainingRun(
      RunFolder folder,
      Stage stage,
      Recipe recipe,
      RunData data,
      Tokenizer tokenizer,
      HiddenStateModel model,
      Training<?> training,
      TrainerState from,
      LockFile lock) {
    this.folder = folder;
    this.stage = stage;
    this.recipe = recipe;
    this.data = data;
    this.tokenizer = tokenizer;
    this.model = model;
    this.training = training;
    this.from = from;
    this.lock = lock;
  }

  /** Starts a new run on the CPU with random initial weights. */
  public static TrainingRun start(Path folder, Recipe recipe, String data) {
    return start(new RunSetup(folder, recipe, data));
  }

  /**
   * Starts a new run: encodes the data into token files and initializes the model.
   *
   * @throws InputException if a run exists in the folder, the data is too short for the context, or
   *     the recipe does not fit the parent
   */
  public static TrainingRun start(RunSetup setup) {
    RunFolder folder = new RunFolder(setup.folder());
    folder.requireNew();
    Recipe given = setup.recipe().located();
    ParentRun parent = setup.parent() == null ? null : ParentRun.open(setup.parent());
    if (parent != null) {
      parent.requireFits(given);
    }
    LoraSettings lora = setup.lora();
    if (lora != null && parent == null) {
      throw new InputException("LoRA has no base model; give the run to start from");
    }
    Stage stage = setup.stage();
    RunData data = stage.data(RunData.located(setup.data()), given);
    Tokenizer inherited = parent == null ? null : parent.best().loadTokenizer();
    Tokenizer tokenizer = stage.tokenizer(inherited, data, given);
    GptConfig config = config(given, lora, tokenizer, setup.device());
    stage.check(data, tokenizer, given);
    LockFile lock = folder.lock();
    try {
      folder.requireNew(); // again, because another process may have created a run before this
      // process took the lock
      folder.clearLeftStart();
      return start(setup, data, tokenizer, config, parent, lock);
    } catch (RuntimeException | Error e) {
      lock.close();
      throw e;
    }
  }

  /** Writes the files of a new run; deletes them if an error occurs. */
  private static TrainingRun start(
      RunSetup setup,
      RunData data,
      Tokenizer tokenizer,
      GptConfig config,
      ParentRun parent,
      LockFile lock) {
    RunFolder folder = new RunFolder(setup.folder());
    Stage stage = setup.stage();
    LoraSettings lora = setup.lora();
    NDManager manager = null;
    try {
      DataFiles files = DataFiles.write(folder, stage, data, tokenizer, config.context());
      // This call may measure speed, so every check of the input comes first.
      Recipe recipe = setup.recipe().located().settledOn(setup.device());
      manager = Torch.manager(setup.device());
      Gpt gpt = initialized(recipe, config, manager);
      if (parent != null) {
        VocabularyGrowth.loadWeights(parent.best(), gpt, manager);
      }
      HiddenStateModel model = trained(gpt, lora, recipe, manager);
      model.frozenBase().ifPresent(folder.base()::writeModel);
      Workplace work = new Workplace(folder, recipe, data, tokenizer, model, manager);
      Optional<RunRecord.Parent> judge = parent == null ? Optional.empty() : stage.prepare(work);
      Training<?> training = stage.training(work);
      if (parent != null) { // saved, so that resuming does not need the parent run
        folder.checkpoints().save(contents(model, tokenizer, training), TrainerState.START);
      }
      Provenance origin = Provenance.now(setup.command(), data.describe(tokenizer), setup.device());
      RunRecord.Parent ancestor = parent == null ? null : parent.record();
      new RunRecord(stage, lora, ancestor, judge.orElse(null), recipe, origin, files)
          .writeTo(folder);
      return new TrainingRun(
          folder, stage, recipe, data, tokenizer, model, training, TrainerState.START, lock);
    } catch (RuntimeException | Error e) {
      if (manager != null) {
        manager.close();
      }
      clear(folder, e);
      throw e;
    }
  }

  /** Deletes the files of a failed start, unless the run exists. */
  private static void clear(RunFolder folder, Throwable failure) {
    try {
      if (!folder.exists()) {
        folder.clearFailedStart();
      }
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  /** Resumes a run as {@link #resume(Path, Device, Consumer)} does, without notices. */
  public static TrainingRun resume(Path root, Device device) {
    return resume(root, device, line -> {});
  }

  /**
   * Resumes a run from the newest checkpoint, with the settings of the run. Verifies the data, the
   * token files, the tokenizer and the checkpoint first.
   *
   * @param root the folder of the run
   * @param device the device that computes
   * @param notice receives a line for a check that takes long, and for a lost checkpoint
   */
  public static TrainingRun resume(Path root, Device device, Consumer<String> notice) {
    RunFolder folder = RunFolder.open(root);
    LockFile lock = folder.lock();
    try {
      return resume(folder, device, lock, notice);
    } catch (RuntimeException | Error e) {
      lock.close();
      throw e;
    }
  }

  private static TrainingRun resume(
      RunFolder folder, Device device, LockFile lock, Consumer<String> notice) {
    RunRecord record = RunRecord.of(folder);
    if (record.mergedFrom() != null) {
      throw new InputException(
          "the run %s has merged weights and no optimizer state, so it cannot be resumed; start a"
              + " new run from %s",
          folder.root(), folder.root());
    }
    Recipe recipe = record.recipe();
    folder.clearLeftovers();
    Optional<Checkpoint> last = folder.checkpoints().resume(notice);
    if (last.isEmpty() && record.parent() != null) {
      throw new InputException(
          "the checkpoints of %s are lost, and so are the weights of the parent run; start a new run"
              + " from %s",
          folder.root(), record.parent().run());
    } else if (last.isEmpty()) {
      notice.accept("The run has no checkpoint yet, so it starts at step 0.");
    }
    RunData data = record.data();
    Tokenizer tokenizer = DataFiles.tokenizer(folder, last, data, recipe);
    LoraSettings lora = record.lora();
    GptConfig config = config(recipe, lora, tokenizer, device);
    last.ifPresent(checkpoint -> checkpoint.requireFits(config, folder.runFile()));
    DataFiles.restore(folder, data, tokenizer, Optional.ofNullable(record.files()), notice);
    NDManager manager = Torch.manager(device);
    try {
      HiddenStateModel model = trained(initialized(recipe, config, manager), lora, recipe, manager);
      Workplace work = new Workplace(folder, recipe, data, tokenizer, model, manager);
      last.ifPresent(checkpoint -> checkpoint.loadWeights(model));
      Training<?> training = record.stage().training(work);
      last.ifPresent(checkpoint -> restore(training, checkpoint));
      TrainerState state = last.map(Checkpoint::state).orElse(TrainerState.START);
      return new TrainingRun(
          folder, record.stage(), recipe, data, tokenizer, model, training, state, lock);
    } catch (RuntimeException | Error e) {
      manager.close();
      throw e;
    }
  }

  private static void restore(Training<?> training, Checkpoint checkpoint) {
    checkpoint.loadHead(training.head());
    checkpoint.loadOptimizer(training.learner().optimizer());
    training.restore(checkpoint.stage());
  }

  private static GptConfig config(
      Recipe recipe, LoraSettings lora, Tokenizer tokenizer, Device device) {
    GptConfig config = recipe.model().toBuilder().vocabSize(tokenizer.vocabSize()).build();
    ModelCosts costs = lora == null ? new ModelCosts(config) : lora.costs(config);
    MemoryCheck.require(costs, recipe, MemoryUse.ofMiB(device));
    return config;
  }

  /** Returns the model that trains: the given one, or adapters on it. */
  private static HiddenStateModel trained(
      Gpt gpt, LoraSettings lora, Recipe recipe, NDManager manager) {
    return lora == null ? gpt : lora.adapt(gpt, manager, recipe.training().seed());
  }

  private static Gpt initialized(Recipe recipe, GptConfig model, NDManager manager) {
    Precision precision = Precision.named(recipe.precision());
    Gpt gpt = new Gpt(model, Kernels.named(recipe.kernels(), precision));
    gpt.initialize(manager, recipe.training().seed());
    return gpt;
  }

  private static Contents contents(
      HiddenStateModel model, Tokenizer tokenizer, Training<?> training) {
    return new Contents(
        model, training.head(), tokenizer, training.learner().optimizer(), training.state());
  }

  /** Registers a training listener. */
  public TrainingRun listener(TrainListener listener) {
    listeners.add(listener);
    return this;
  }

  /**
   * Sets a condition that the run checks after every step. If the condition is true, the run saves
   * a checkpoint and stops.
   */
  public TrainingRun stopWhen(BooleanSupplier condition) {
    stop = condition;
    return this;
  }

  /**
   * Trains until the last step of the recipe or until the stop condition is true; returns the state
   * after the last step.
   */
  public TrainerState train() {
    return train(training);
  }

  private <B> TrainerState train(Training<B> stage) {
    try (MetricsLog log = new MetricsLog(folder.metricsFile(), stage.metricNames())) {
      Trainer<B> trainer =
          new Trainer<>(stage.learner(), recipe.training(), stage.batches())
              .validator(stage.validator())
              .sampler(stage.sampler())
              .metrics(stage::metrics)
              .saver(this::save)
              .stopWhen(stop)
              .listener(log);
      listeners.forEach(trainer::listener);
      return trainer.run(from);
    }
  }

  private void save(TrainerState state) {
    if (!lock.isHeld()) {
      throw new InputException(
          "training stops: the folder %s was deleted or replaced during training; start a new run",
          folder.root());
    }
    folder.checkpoints().save(contents(model, tokenizer, training), state);
  }

  /** Returns the run's folder. */
  public RunFolder folder() {
    return folder;
  }

  /** Returns the recipe, which holds the run's settings. */
  public Recipe recipe() {
    return recipe;
  }

  /** Returns the run's data. */
  public RunData data() {
    return data;
  }

  /** Returns the run's tokenizer. */
  public Tokenizer tokenizer() {
    return tokenizer;
  }

  /** Returns the model with its current weights. */
  public LanguageModel model() {
    return model;
  }

  /** Returns the number of parameters of the language model that train. */
  public long trainedParameters() {
    return Network.count(model.trainedParameters());
  }

  /** Returns the state from which training starts or resumes. */
  public TrainerState from() {
    return from;
  }

  /** Returns the stage of the run. */
  public Stage stage() {
    return stage;
  }

  @Override
  public void close() {
    training.learner().close();
    lock.close();
  }
}
