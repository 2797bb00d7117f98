package org.glassllm.lessons;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.glassllm.batch.Batch;
import org.glassllm.batch.TokenSource;
import org.glassllm.checkpoint.TrainerState;
import org.glassllm.evaluate.NGramModel;
import org.glassllm.evaluate.TextLoss;
import org.glassllm.generate.Generator;
import org.glassllm.generate.Request;
import org.glassllm.generate.Sampling;
import org.glassllm.loss.NextToken;
import org.glassllm.model.Gpt;
import org.glassllm.model.GptConfig;
import org.glassllm.model.LanguageModel;
import org.glassllm.model.Pass;
import org.glassllm.model.RmsNorm;
import org.glassllm.model.Rope;
import org.glassllm.optim.AdamW;
import org.glassllm.tensor.Torch;
import org.glassllm.text.tales.TaleScorer;
import org.glassllm.text.tales.Tales;
import org.glassllm.token.CharTokenizer;
import org.glassllm.train.Learner;
import org.glassllm.train.StepMetrics;
import org.glassllm.train.TrainListener;
import org.glassllm.train.TrainSettings;
import org.glassllm.train.Trainer;

/**
 * Trains a small model on 100 kB of tales, in seconds. All models are measured on the same windows:
 * each holds at most {@link #CONTEXT} characters of history and starts empty.
 */
final class SmallRun {
  static final int BATCH = 8;
  static final int CONTEXT = 64;

  /** Tokens between windows that overlap; each prediction but the first 64 sees at least 57. */
  static final int SHORT_STRIDE = 8;

  private static final double RATE = 4e-3;
  private static final int CUT = 80_000;
  private static final int SAMPLED = 1000;
  private static final int TALE_STARTS = 256;

  final CharTokenizer tokenizer;
  final int[] training;
  final int[] validation;

  /** The first {@code CONTEXT + 1} characters of unseen tales. */
  final List<String> taleStarts =
      Tales.generate(2, TALE_STARTS).stream().map(tale -> tale.substring(0, CONTEXT + 1)).toList();

  SmallRun() {
    String text = Tales.generateBytes(1, 100_000);
    tokenizer = CharTokenizer.train(text);
    training = tokenizer.encode(text.substring(0, CUT));
    validation = tokenizer.encode(text.substring(CUT));
  }

  /**
   * The result of a training run.
   *
   * @param validation loss in windows that do not overlap
   * @param overlapping loss in windows of {@link #SHORT_STRIDE}
   * @param starts loss in windows that begin with a tale
   * @param samples a text after each step of the request
   */
  record Outcome(
      List<StepMetrics> metrics,
      TextLoss.Result validation,
      TextLoss.Result overlapping,
      TextLoss.Result starts,
      long parameters,
      Map<Long, String> samples) {
    double[] losses() {
      return metrics.stream().mapToDouble(StepMetrics::loss).toArray();
    }
  }

  /** Trains a GPT; samples a text after each of the steps {@code sampleAt}. */
  Outcome train(int steps, Long... sampleAt) {
    return train(new Gpt(config()), steps, RATE, sampleAt);
  }

  private GptConfig config() {
    return GptConfig.builder()
        .vocabSize(tokenizer.vocabSize())
        .context(CONTEXT)
        .layers(2)
        .heads(4)
        .dim(64)
        .bias(false)
        .positions(new Rope())
        .norm(new RmsNorm())
        .build();
  }

  /**
   * Trains the same GPT and passes it on while its arrays are open.
   *
   * @param use receives the model and a manager for its inputs
   */
  void trained(int steps, BiConsumer<Gpt, NDManager> use) {
    Gpt model = new Gpt(config());
    TrainSettings settings = settings(steps, RATE);
    try (Learner<Batch> learner =
        Learner.pretraining(Torch.manager(), model, settings.optimizer(), settings.seed())) {
      new Trainer<>(learner, settings, settings.batches(TokenSource.of(training), CONTEXT))
          .run(TrainerState.START);
      use.accept(model, learner.manager());
    }
  }

  private static TrainSettings settings(int steps, double rate) {
    return new TrainSettings(
        steps,
        BATCH,
        1,
        TrainSettings.Windows.RANDOM,
        rate,
        rate / 10,
        steps / 10,
        TrainSettings.Decay.COSINE,
        AdamW.Settings.GPT3,
        1,
        steps);
  }

  /** Trains any language model and measures it on the validation text. */
  Outcome train(LanguageModel model, int steps, double rate, Long... sampleAt) {
    TrainSettings settings = settings(steps, rate);
    List<StepMetrics> metrics = new ArrayList<>();
    Map<Long, String> samples = new TreeMap<>();
    try (Learner<Batch> learner =
        Learner.pretraining(Torch.manager(), model, settings.optimizer(), settings.seed())) {
      new Trainer<>(learner, settings, settings.batches(TokenSource.of(training), CONTEXT))
          .listener(
              new TrainListener() {
                @Override
                public void onStep(StepMetrics m) {
                  metrics.add(m);
                  if (List.of(sampleAt).contains(m.step())) {
                    samples.put(m.step(), sample(model, learner.manager()));
                  }
                }
              })
          .run(TrainerState.START);
      TokenSource unseen = TokenSource.of(validation);
      return new Outcome(
          metrics,
          new TextLoss(unseen, CONTEXT, learner.manager()).measure(model),
          new TextLoss(unseen, SHORT_STRIDE, learner.manager()).measure(model),
          starts(model, learner.manager()),
          model.parameterCount(),
          samples);
    }
  }

  /** Measures a model on the first characters of unseen tales, except the first of each. */
  private TextLoss.Result starts(LanguageModel model, NDManager manager) {
    long[] inputs = new long[TALE_STARTS * CONTEXT], targets = new long[inputs.length];
    for (int r = 0; r < TALE_STARTS; r++) {
      int[] ids = tokenizer.encode(taleStarts.get(r));
      for (int t = 0; t < CONTEXT; t++) {
        inputs[r * CONTEXT + t] = ids[t];
        targets[r * CONTEXT + t] = ids[t + 1];
      }
    }
    Batch batch = new Batch(inputs, targets, TALE_STARTS, CONTEXT);
    try (NDManager scope = manager.newSubManager()) {
      NDArray sum = new NextToken(model).sum(Pass.inference(scope, model.kernels()), batch);
      return new TextLoss.Result(sum.toType(DataType.FLOAT64, false).getDouble(), targets.length);
    }
  }

  /** Measures an n-gram model on the same characters as {@link #starts}. */
  TextLoss.Result nGramStarts(int order) {
    NGramModel model = new NGramModel(order, tokenizer.vocabSize(), 1).count(training);
    double nll = 0;
    for (String start : taleStarts) {
      nll += model.measure(tokenizer.encode(start)).totalNll();
    }
    return new TextLoss.Result(nll, (long) TALE_STARTS * CONTEXT);
  }

  /** Returns the loss of the grammar itself on the same characters: no model expects less. */
  TextLoss.Result floorStarts() {
    double nll =
        taleStarts.stream().mapToDouble(start -> -TaleScorer.logProbability(start, 1)).sum();
    return new TextLoss.Result(nll, (long) TALE_STARTS * CONTEXT);
  }

  /** Returns a text at temperature 1 after the end of a tale. */
  private String sample(LanguageModel model, NDManager manager) {
    Request request = Request.of(tokenizer.encode(Tales.END), SAMPLED, Sampling.PLAIN, 1);
    return new Generator(model, tokenizer, manager).generate(request);
  }

  /** Returns the share of a text's words that occur in the training text, from 0 to 1. */
  double knownWords(String text) {
    Set<String> known = new HashSet<>(List.of(words(tokenizer.decode(training))));
    String[] words = words(text);
    return (double) Arrays.stream(words).filter(known::contains).count() / words.length;
  }

  private static String[] words(String text) {
    return text.strip().split("\\s+");
  }

  /**
   * Measures an n-gram model on the windows of {@link TextLoss}: every token but the first is
   * predicted once, by the first window that contains it.
   */
  TextLoss.Result nGram(int order, int stride) {
    NGramModel model = new NGramModel(order, tokenizer.vocabSize(), 1).count(training);
    double nll = 0;
    for (int i = 1; i < validation.length; i++) {
      int start = Math.max(0, (i - CONTEXT + stride - 1) / stride * stride);
      int[] window = Arrays.copyOfRange(validation, start, i + 1);
      nll -= Math.log(model.probability(window, i - start));
    }
    return new TextLoss.Result(nll, validation.length - 1);
  }
}
