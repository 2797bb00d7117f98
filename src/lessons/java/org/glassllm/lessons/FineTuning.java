package org.glassllm.lessons;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.glassllm.batch.Batch;
import org.glassllm.batch.BatchSource;
import org.glassllm.batch.Collator;
import org.glassllm.batch.Example;
import org.glassllm.batch.Packing;
import org.glassllm.checkpoint.TrainerState;
import org.glassllm.loss.NextToken;
import org.glassllm.model.Activation;
import org.glassllm.model.Gpt;
import org.glassllm.model.GptConfig;
import org.glassllm.model.LanguageModel;
import org.glassllm.model.LoraConfig;
import org.glassllm.model.LoraModel;
import org.glassllm.model.RmsNorm;
import org.glassllm.model.Rope;
import org.glassllm.optim.AdamW;
import org.glassllm.tensor.Torch;
import org.glassllm.train.Learner;
import org.glassllm.train.StepMetrics;
import org.glassllm.train.TrainListener;
import org.glassllm.train.TrainSettings;
import org.glassllm.train.Trainer;

/** A small base model that trains on tales, and its fine-tuning, in seconds. */
public final class FineTuning implements AutoCloseable {
  /** T, in tokens. */
  public static final int CONTEXT = 128;

  /** Batch size B, in rows. */
  public static final int ROWS = 8;

  private static final double LEARNING_RATE = 4e-3;
  private static final double TUNING_LEARNING_RATE = 6e-3;
  private static final double LORA_LEARNING_RATE = 3e-3;
  private static final Collator COLLATOR = new Collator(0);

  private final TuningTasks tasks = new TuningTasks(CONTEXT);
  private final Learner<Batch> base;

  /**
   * A fine-tuned model.
   *
   * @param learner the owner of the trained parameters
   * @param model the model
   * @param scores the measurements after the chosen steps
   */
  public record Tuned(Learner<Batch> learner, LanguageModel model, List<TuningTasks.Score> scores)
      implements AutoCloseable {
    /** Returns the last measurements. */
    public TuningTasks.Score last() {
      return scores.get(scores.size() - 1);
    }

    @Override
    public void close() {
      learner.close();
    }
  }

  /** Trains the base model on tales with the given number of steps. */
  public FineTuning(int steps) {
    TrainSettings settings = settings(steps, LEARNING_RATE, 1);
    base = Learner.pretraining(Torch.manager(), new Gpt(config()), settings.optimizer(), 1);
    new Trainer<>(base, settings, settings.batches(tasks.tales(), CONTEXT)).run(TrainerState.START);
  }

  private GptConfig config() {
    return GptConfig.builder()
        .vocabSize(tasks.rendering().tokenizer().vocabSize())
        .context(CONTEXT)
        .layers(2)
        .heads(4)
        .dim(64)
        .bias(false)
        .positions(new Rope())
        .norm(new RmsNorm())
        .activation(Activation.RELU)
        .build();
  }

  private static TrainSettings settings(int steps, double learningRate, long seed) {
    return new TrainSettings(
        steps,
        ROWS,
        1,
        TrainSettings.Windows.RANDOM,
        learningRate,
        0,
        steps / 10,
        TrainSettings.Decay.LINEAR,
        AdamW.Settings.GPT3,
        seed,
        steps);
  }

  /** Returns the texts. */
  public TuningTasks tasks() {
    return tasks;
  }

  /** Returns the base model. */
  public Gpt base() {
    return (Gpt) base.network();
  }

  /** Returns the owner of the base model. */
  public NDManager manager() {
    return base.manager();
  }

  /**
   * Fine-tunes all parameters of a copy of the base model.
   *
   * @param seed determines the order of the examples
   * @param measureAt steps after which the model is measured
   */
  public Tuned tune(List<Example> examples, int steps, long seed, Long... measureAt) {
    NDManager manager = Torch.manager();
    Gpt copy = copy(manager);
    TrainSettings settings = settings(steps, TUNING_LEARNING_RATE, seed);
    Learner<Batch> learner = Learner.pretraining(manager, copy, settings.optimizer(), seed);
    return train(learner, copy, settings, examples, measureAt);
  }

  /** Fine-tunes low-rank updates of a model, which itself stays unchanged. */
  public Tuned adapt(
      Gpt start,
      LoraConfig config,
      List<Example> examples,
      int steps,
      long seed,
      Long... measureAt) {
    LoraModel model = new LoraModel(start, config);
    TrainSettings settings = settings(steps, LORA_LEARNING_RATE, seed);
    Learner<Batch> learner =
        new Learner<>(
            Torch.manager(),
            model,
            new NextToken(model),
            model::adapterParameters,
            settings.optimizer(),
            seed);
    return train(learner, model, settings, examples, measureAt);
  }

  private Gpt copy(NDManager manager) {
    Gpt copy = new Gpt(base().config(), base().kernels());
    copy.initialize(manager, 1);
    copy.namedParameters()
        .forEach(
            (name, p) ->
                p.getArray()
                    .set(new NDIndex("..."), base().namedParameters().get(name).getArray()));
    return copy;
  }

  private Tuned train(
      Learner<Batch> learner,
      LanguageModel model,
      TrainSettings settings,
      List<Example> examples,
      Long... measureAt) {
    List<TuningTasks.Score> scores = new ArrayList<>();
    List<Long> chosen = List.of(measureAt);
    new Trainer<>(learner, settings, batches(examples, settings.seed()))
        .listener(
            new TrainListener() {
              @Override
              public void onStep(StepMetrics m) {
                if (chosen.contains(m.step())) {
                  scores.add(tasks.score(m.step(), model, learner.manager()));
                }
              }
            })
        .run(TrainerState.START);
    return new Tuned(learner, model, scores);
  }

  /** Returns batches of packed rows in random order. */
  private static BatchSource<Batch> batches(List<Example> examples, long seed) {
    List<List<Example>> rows = new ArrayList<>(packed(examples));
    Collections.shuffle(rows, new Random(seed));
    return (step, micro) ->
        COLLATOR.packed(
            IntStream.range(0, ROWS)
                .mapToObj(i -> rows.get((int) ((step * ROWS + i) % rows.size())))
                .toList());
  }

  /** Returns the rows of examples that {@link Packing} combines. */
  static List<List<Example>> packed(List<Example> examples) {
    int[] lengths = examples.stream().mapToInt(Example::length).toArray();
    return Packing.firstFit(lengths, CONTEXT).stream()
        .map(row -> row.stream().map(examples::get).toList())
        .toList();
  }

  @Override
  public void close() {
    base.close();
  }
}
