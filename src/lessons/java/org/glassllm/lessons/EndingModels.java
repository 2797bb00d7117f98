package org.glassllm.lessons;

import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import java.util.List;
import java.util.Map;
import org.glassllm.batch.Batch;
import org.glassllm.batch.ExampleRows;
import org.glassllm.checkpoint.TrainerState;
import org.glassllm.model.Gpt;
import org.glassllm.model.GptConfig;
import org.glassllm.model.RmsNorm;
import org.glassllm.model.Rope;
import org.glassllm.optim.AdamW;
import org.glassllm.tensor.Torch;
import org.glassllm.train.Learner;
import org.glassllm.train.TrainSettings;
import org.glassllm.train.Trainer;

/**
 * The base of lesson 12: a GPT of two layers and 64 channels that learns to tell short tales, in
 * seconds. Reward models and policies start from copies of its weights.
 */
public final class EndingModels implements AutoCloseable {
  private static final int CONTEXT = 128;
  private static final int TALES = 4000;
  private static final int BATCH = 16;
  private static final double LEARNING_RATE = 4e-3;

  private final EndingData data = new EndingData();
  private final Learner<Batch> learner;

  /** Trains the base with a number of steps. */
  public EndingModels(int steps) {
    TrainSettings settings = settings(steps, BATCH, LEARNING_RATE);
    learner = Learner.pretraining(Torch.manager(), gpt(), settings.optimizer(), settings.seed());
    List<String> tales = EndingData.tales(1, TALES);
    ExampleRows rows = new ExampleRows(tales.stream().map(data::whole).toList());
    new Trainer<>(learner, settings, settings.batches(rows)).run(TrainerState.START);
  }

  static TrainSettings settings(int steps, int batch, double learningRate) {
    return new TrainSettings(
        steps,
        batch,
        1,
        TrainSettings.Windows.SHUFFLED,
        learningRate,
        learningRate / 10,
        steps / 10,
        TrainSettings.Decay.COSINE,
        AdamW.Settings.GPT3,
        1,
        steps);
  }

  private Gpt gpt() {
    return new Gpt(
        GptConfig.builder()
            .vocabSize(data.tokenizer().vocabSize())
            .context(CONTEXT)
            .layers(2)
            .heads(4)
            .dim(64)
            .bias(false)
            .positions(new Rope())
            .norm(new RmsNorm())
            .build());
  }

  /** Returns the tales of all stages. */
  public EndingData data() {
    return data;
  }

  /** Returns the base, which stays as it is: it is also the reference policy. */
  public Gpt base() {
    return (Gpt) learner.network();
  }

  /** Returns a model with the weights of the base; {@code manager} owns them. */
  Gpt copy(NDManager manager) {
    Gpt copy = gpt();
    copy.initialize(manager, 1);
    Map<String, Parameter> from = base().namedParameters();
    copy.namedParameters().forEach((name, p) -> from.get(name).getArray().copyTo(p.getArray()));
    return copy;
  }

  @Override
  public void close() {
    learner.close();
  }
}
