package org.glassllm.run;

import ai.djl.Device;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.glassllm.base.InputException;
import org.glassllm.batch.Batch;
import org.glassllm.batch.BatchSource;
import org.glassllm.batch.TokenSource;
import org.glassllm.checkpoint.Checkpoint;
import org.glassllm.checkpoint.RunFolder;
import org.glassllm.checkpoint.TrainerState;
import org.glassllm.evaluate.ModelCosts;
import org.glassllm.evaluate.TextLoss;
import org.glassllm.model.Gpt;
import org.glassllm.model.GptConfig;
import org.glassllm.model.LanguageModel;
import org.glassllm.tensor.Kernels;
import org.glassllm.tensor.MemoryUse;
import org.glassllm.tensor.Precision;
import org.glassllm.tensor.Torch;
import org.glassllm.token.Tokenizer;
import org.glassllm.train.Learner;
import org.glassllm.train.MetricsLog;
import org.glassllm.train.TrainListener;
import org.glassllm.train.Trainer;

/**
 * A run from a text to a trained model: new, or gone on with.
 *
 * <pre>{@code
 * try (TrainingRun run = TrainingRun.start(Path.of("runs/first"), Recipes.named("test"), "tales")) {
 *   run.train();
 * }
 * }</pre>
 */
public final class TrainingRun implements AutoCloseable {
  private final RunFolder folder;
  private final Recipe recipe;
  private final CorpusText text;
  private final Tokenizer tokenizer;
  private final Gpt gpt;
  private final Learner<Batch> learner;
  private final TrainerState from;
  private final AutoCloseable lock;
  private final List<TrainListener> listeners = new ArrayList<>();
  private BooleanSupplier stop = () -> false;

  private TrainingRun(
      RunFolder folder,
      Recipe recipe,
      CorpusText text,
      Tokenizer tokenizer,
      Learner<Batch> learner,
      TrainerState from,
      AutoCloseable lock) {
    this.folder = folder;
    this.recipe = recipe;
    this.text = text;
    this.tokenizer = tokenizer;
    this.gpt = (Gpt) learner.network();
    this.learner = learner;
    this.from = from;
    this.lock = lock;
  }

  /** Starts a run on the CPU; see {@link #start(Path, Recipe, String, Device, String)}. */
  public static TrainingRun start(Path root, Recipe recipe, String source) {
    return start(root, recipe, source, Device.cpu(), "");
  }

  /**
   * Starts a run.
   *
   * @param root its folder, which holds no run yet
   * @param asked what to do; a precision {@code auto} is settled now and stays with the run
   * @param source the text: a file, a folder, or {@link CorpusText#TALES}
   * @param device where to compute
   * @param command how it was started, for the records
   * @throws InputException if there is a run already, or the text is too short for the context
   */
  public static TrainingRun start(
      Path root, Recipe asked, String source, Device device, String command) {
    RunFolder folder = RunFolder.at(root);
    if (folder.exists()) {
      throw new InputException(
          "there is a run in "
              + root
              + " already; go on with it by --resume, or choose another --run");
    }
    CorpusText text = CorpusText.read(CorpusText.located(source));
    Tokenizer tokenizer = TokenizerChoice.of(asked, text);
    int[] trainingIds = tokenizer.encode(text.training());
    int[] validationIds = tokenizer.encode(text.validation());
    RunTokens.requireEnough(trainingIds.length, validationIds.length, asked.model().context());
    Recipe recipe = asked.settledOn(device); // may measure: after all that can be wrong at once
    AutoCloseable lock = folder.lock();
    Learner<Batch> learner = null;
    try {
      learner = learner(recipe, tokenizer, device);
      RunTokens tokens = new RunTokens(folder, tokenizer);
      tokens.write(RunTokens.TRAINING, trainingIds);
      tokens.write(RunTokens.VALIDATION, validationIds);
      JsonObject json = new JsonObject();
      json.add("recipe", recipe.toJson());
      json.add("provenance", Provenance.describe(command, text, device));
      folder.writeRun(json); // last: with it, the run exists
      return new TrainingRun(folder, recipe, text, tokenizer, learner, TrainerState.START, lock);
    } catch (RuntimeException | Error e) {
      release(folder, learner, lock);
      throw e;
    }
  }

  /**
   * Goes on with a run from its last checkpoint, with its own settings.
   *
   * @param device where to compute
   */
  public static TrainingRun resume(Path root, Device device) {
    RunFolder folder = RunFolder.open(root);
    AutoCloseable lock = folder.lock();
    try {
      return resume(folder, device, lock);
    } catch (RuntimeException | Error e) {
      release(folder, null, lock);
      throw e;
    }
  }

  private static TrainingRun resume(RunFolder folder, Device device, AutoCloseable lock) {
    RunRecord record = RunRecord.of(folder);
    Recipe recipe = record.recipe();
    folder.mendPointers();
    CorpusText text = record.corpus();
    if (!folder.hasCheckpoint()) { // killed before its first checkpoint: begin again
      Tokenizer tokenizer = TokenizerChoice.of(recipe, text);
      Learner<Batch> learner = learner(recipe, tokenizer, device);
      return new TrainingRun(folder, recipe, text, tokenizer, learner, TrainerState.START, lock);
    }
    Checkpoint last = folder.last();
    Tokenizer tokenizer = last.loadTokenizer();
    Learner<Batch> learner = learner(recipe, tokenizer, device);
    try {
      last.loadWeights((Gpt) learner.network());
      last.loadOptimizer(learner.optimizer());
    } catch (RuntimeException | Error e) {
      learner.close();
      throw e;
    }
    return new TrainingRun(folder, recipe, text, tokenizer, learner, last.state(), lock);
  }

  private static Learner<Batch> learner(Recipe recipe, Tokenizer tokenizer, Device device) {
    GptConfig config = recipe.model().toBuilder().vocabSize(tokenizer.vocabSize()).build();
    if (!device.isGpu()) {
      MemoryCheck.require(new ModelCosts(config), MemoryUse.physicalMiB());
    }
    return Learner.pretraining(
        Torch.manager(device),
        new Gpt(config, Kernels.named(recipe.kernels(), Precision.named(recipe.precision()))),
        recipe.training().optimizer(),
        recipe.training().seed());
  }

  /** Adds one that hears what happens. */
  public TrainingRun listener(TrainListener listener) {
    listeners.add(listener);
    return this;
  }

  /** Asked after every step; true ends the run early, with a checkpoint. */
  public TrainingRun stopWhen(BooleanSupplier condition) {
    stop = condition;
    return this;
  }

  /** Trains to the end or until stopped; returns where training then stands. */
  public TrainerState train() {
    RunTokens tokens = new RunTokens(folder, tokenizer);
    TokenSource training = tokens.open(RunTokens.TRAINING, text.training());
    TokenSource validation = tokens.open(RunTokens.VALIDATION, text.validation());
    try (MetricsLog log = new MetricsLog(folder.metricsFile())) {
      BatchSource<Batch> batches = recipe.training().batches(training, gpt.context());
      TextLoss loss = new TextLoss(validation, 0, learner.manager());
      Trainer<Batch> trainer =
          new Trainer<>(learner, recipe.training(), batches)
              .validator(() -> loss.measure(gpt).loss())
              .sampler(new RunSampler(gpt, tokenizer, training, learner.manager()))
              .saver(state -> folder.save(gpt, tokenizer, learner.optimizer(), state))
              .stopWhen(stop)
              .listener(log);
      listeners.forEach(trainer::listener);
      return trainer.run(from);
    }
  }

  /** The folder. */
  public RunFolder folder() {
    return folder;
  }

  /** What the run follows. */
  public Recipe recipe() {
    return recipe;
  }

  /** The text. */
  public CorpusText text() {
    return text;
  }

  /** The tokenizer. */
  public Tokenizer tokenizer() {
    return tokenizer;
  }

  /** Returns the model in its present state. */
  public LanguageModel model() {
    return gpt;
  }

  /** Where training begins or goes on. */
  public TrainerState from() {
    return from;
  }

  @Override
  public void close() {
    release(folder, learner, lock);
  }

  private static void release(RunFolder folder, Learner<Batch> learner, AutoCloseable lock) {
    if (learner != null) {
      learner.close();
    }
    try {
      lock.close();
    } catch (Exception e) {
      throw new IllegalStateException("the lock of " + folder.root() + " could not be released", e);
    }
  }
}
