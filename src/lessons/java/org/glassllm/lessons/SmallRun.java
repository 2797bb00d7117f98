package org.glassllm.lessons;

import java.util.ArrayList;
import java.util.List;
import org.glassllm.batch.Batch;
import org.glassllm.batch.TokenSource;
import org.glassllm.checkpoint.TrainerState;
import org.glassllm.evaluate.TextLoss;
import org.glassllm.model.Gpt;
import org.glassllm.model.GptConfig;
import org.glassllm.model.LanguageModel;
import org.glassllm.model.RmsNorm;
import org.glassllm.model.Rope;
import org.glassllm.optim.AdamW;
import org.glassllm.tensor.Torch;
import org.glassllm.text.tales.Tales;
import org.glassllm.token.CharTokenizer;
import org.glassllm.train.Learner;
import org.glassllm.train.StepMetrics;
import org.glassllm.train.TrainListener;
import org.glassllm.train.TrainSettings;
import org.glassllm.train.Trainer;

/** Trains a small model on 100 kB of tales, in seconds. */
final class SmallRun {
  static final int BATCH = 8;
  static final int CONTEXT = 64;
  private static final int CUT = 80_000;

  final CharTokenizer tokenizer;
  final int[] training;
  final int[] validation;

  SmallRun() {
    String text = Tales.generateBytes(1, 100_000);
    tokenizer = CharTokenizer.train(text);
    training = tokenizer.encode(text.substring(0, CUT));
    validation = tokenizer.encode(text.substring(CUT));
  }

  /** The result of a training run. */
  record Outcome(List<StepMetrics> metrics, TextLoss.Result validation, long parameters) {
    double[] losses() {
      return metrics.stream().mapToDouble(StepMetrics::loss).toArray();
    }
  }

  Outcome train(int steps) {
    GptConfig config =
        GptConfig.builder()
            .vocabSize(tokenizer.vocabSize())
            .context(CONTEXT)
            .layers(2)
            .heads(4)
            .dim(64)
            .bias(false)
            .positions(new Rope())
            .norm(new RmsNorm())
            .build();
    return train(new Gpt(config), steps, 4e-3);
  }

  /** Trains any language model and measures it on the validation text. */
  Outcome train(LanguageModel model, int steps, double rate) {
    TrainSettings settings =
        new TrainSettings(
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
    List<StepMetrics> metrics = new ArrayList<>();
    try (Learner<Batch> learner =
        Learner.pretraining(Torch.manager(), model, settings.optimizer(), settings.seed())) {
      new Trainer<>(learner, settings, settings.batches(TokenSource.of(training), CONTEXT))
          .listener(
              new TrainListener() {
                @Override
                public void onStep(StepMetrics m) {
                  metrics.add(m);
                }
              })
          .run(TrainerState.START);
      TextLoss.Result loss =
          new TextLoss(TokenSource.of(validation), 0, learner.manager()).measure(model);
      return new Outcome(metrics, loss, model.parameterCount());
    }
  }
}
