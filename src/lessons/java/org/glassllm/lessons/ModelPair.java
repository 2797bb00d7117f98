package org.glassllm.lessons;

import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.List;
import org.glassllm.batch.Batch;
import org.glassllm.batch.TokenSource;
import org.glassllm.checkpoint.TrainerState;
import org.glassllm.model.Gpt;
import org.glassllm.model.GptConfig;
import org.glassllm.model.LanguageModel;
import org.glassllm.model.RmsNorm;
import org.glassllm.model.Rope;
import org.glassllm.optim.AdamW;
import org.glassllm.tensor.Torch;
import org.glassllm.text.tales.Tales;
import org.glassllm.token.Tokenizer;
import org.glassllm.token.bpe.BpeSettings;
import org.glassllm.token.bpe.BpeTrainer;
import org.glassllm.train.Learner;
import org.glassllm.train.TrainSettings;
import org.glassllm.train.Trainer;

/**
 * A target model and a smaller draft model with one tokenizer. Both train on 300 kB of tales, in
 * seconds. The target has two layers of 64 channels; the draft has one layer of 32.
 */
public final class ModelPair implements AutoCloseable {
  /** T of both models, in tokens. */
  public static final int CONTEXT = 192;

  private static final int BATCH = 3;
  private static final double LEARNING_RATE = 4e-3;

  private final Tokenizer tokenizer;
  private final Learner<Batch> target;
  private final Learner<Batch> draft;

  /** Trains both models with the given number of steps. */
  public ModelPair(int steps) {
    String text = Tales.generateBytes(1, 300_000);
    tokenizer = BpeTrainer.train(text, BpeSettings.of(512));
    int[] training = tokenizer.encode(text);
    target = train(training, 2, 64, steps);
    draft = train(training, 1, 32, steps);
  }

  private Learner<Batch> train(int[] training, int layers, int dim, int steps) {
    GptConfig config =
        GptConfig.builder()
            .vocabSize(tokenizer.vocabSize())
            .context(CONTEXT)
            .layers(layers)
            .heads(4)
            .dim(dim)
            .bias(false)
            .positions(new Rope())
            .norm(new RmsNorm())
            .build();
    TrainSettings settings =
        new TrainSettings(
            steps,
            BATCH,
            1,
            TrainSettings.Windows.RANDOM,
            LEARNING_RATE,
            LEARNING_RATE / 10,
            steps / 10,
            TrainSettings.Decay.COSINE,
            AdamW.Settings.GPT3,
            1,
            steps);
    Learner<Batch> learner =
        Learner.pretraining(
            Torch.manager(), new Gpt(config), settings.optimizer(), settings.seed());
    new Trainer<>(learner, settings, settings.batches(TokenSource.of(training), CONTEXT))
        .run(TrainerState.START);
    return learner;
  }

  /** Returns the tokenizer of both models. */
  public Tokenizer tokenizer() {
    return tokenizer;
  }

  /** Returns the model that decides about each token. */
  public LanguageModel target() {
    return (LanguageModel) target.network();
  }

  /** Returns the smaller model, which proposes tokens. */
  public LanguageModel draft() {
    return (LanguageModel) draft.network();
  }

  /** Returns the owner of the target model. */
  public NDManager manager() {
    return target.manager();
  }

  /** Returns the first tokens of unseen tales. */
  public List<int[]> prompts(int count, int tokens) {
    return Tales.generate(2, count).stream()
        .map(tale -> Arrays.copyOf(tokenizer.encode(tale), tokens))
        .toList();
  }

  @Override
  public void close() {
    draft.close();
    target.close();
  }
}
