package org.glassllm.lessons;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Parameter;
import java.util.Map;
import org.glassllm.batch.Batch;
import org.glassllm.batch.TokenSource;
import org.glassllm.checkpoint.TrainerState;
import org.glassllm.model.Gpt;
import org.glassllm.model.GptConfig;
import org.glassllm.model.RmsNorm;
import org.glassllm.model.Rope;
import org.glassllm.optim.AdamW;
import org.glassllm.tensor.Autograd;
import org.glassllm.tensor.Torch;
import org.glassllm.text.tales.Tales;
import org.glassllm.token.Tokenizer;
import org.glassllm.token.bpe.BpeSettings;
import org.glassllm.token.bpe.BpeTrainer;
import org.glassllm.train.Learner;
import org.glassllm.train.TrainSettings;
import org.glassllm.train.Trainer;

/** A small GPT that trains on 300 kB of tales, in seconds, and its tokenizer. */
public final class TaleModel implements AutoCloseable {
  /** T in tokens. */
  public static final int CONTEXT = 192;

  private static final int BATCH = 3;
  private static final double LEARNING_RATE = 4e-3;

  private final Tokenizer tokenizer;
  private final Gpt model;
  private final Learner<Batch> learner;

  /** Trains a model with the given numbers of layers, channels and steps. */
  public TaleModel(int layers, int dim, int steps) {
    String text = Tales.generateBytes(1, 300_000);
    tokenizer = BpeTrainer.train(text, BpeSettings.of(512));
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
    model = new Gpt(config);
    learner = Learner.pretraining(Torch.manager(), model, settings.optimizer(), settings.seed());
    TokenSource training = TokenSource.of(tokenizer.encode(text));
    new Trainer<>(learner, settings, settings.batches(training, CONTEXT)).run(TrainerState.START);
  }

  /** Returns the tokenizer. */
  public Tokenizer tokenizer() {
    return tokenizer;
  }

  /** Returns the model. */
  public Gpt model() {
    return model;
  }

  /** Returns the owner of the model. */
  public NDManager manager() {
    return learner.manager();
  }

  /**
   * Returns a model with the same weights, which shares no array with this one.
   *
   * @param owner the owner of the new weights
   */
  public Gpt copy(NDManager owner) {
    Autograd.off();
    Gpt copy = new Gpt(model.config(), model.kernels());
    copy.initialize(owner, DataType.FLOAT32);
    Map<String, Parameter> own = model.namedParameters();
    copy.namedParameters()
        .forEach((name, p) -> p.getArray().set(new NDIndex("..."), own.get(name).getArray()));
    return copy;
  }

  @Override
  public void close() {
    learner.close();
  }
}
