package org.glassllm.lessons;

import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.glassllm.align.MetricMeans;
import org.glassllm.align.Preference;
import org.glassllm.align.Response;
import org.glassllm.align.RewardBatch;
import org.glassllm.align.RewardObjective;
import org.glassllm.align.RewardScorer;
import org.glassllm.align.Scorer;
import org.glassllm.align.ValueModel;
import org.glassllm.batch.Collator;
import org.glassllm.checkpoint.TrainerState;
import org.glassllm.model.Pass;
import org.glassllm.tensor.Torch;
import org.glassllm.train.Learner;
import org.glassllm.train.TrainSettings;
import org.glassllm.train.Trainer;

/** A reward model on a copy of the base's weights, trained on pairs of tales. */
public final class EndingReward implements AutoCloseable {
  private static final int BATCH = 8;
  private static final int ROWS = 64;
  private static final double LEARNING_RATE = 1e-3;
  private static final Collator COLLATOR = new Collator(0);

  private final NDManager manager = Torch.manager();
  private final MetricMeans metrics = new MetricMeans();
  private final ValueModel model;
  private final Learner<RewardBatch> learner;

  /**
   * The agreement with labels.
   *
   * @param accuracy the share of pairs whose chosen tale has the higher reward
   * @param margin the mean of the chosen reward minus the rejected one
   */
  public record Result(double accuracy, double margin) {}

  /** Trains on every pair once. */
  public EndingReward(EndingModels models, List<Preference> pairs) {
    model = ValueModel.reward(models.copy(manager));
    model.initialize(manager, 1);
    int steps = pairs.size() / BATCH;
    TrainSettings settings = EndingModels.settings(steps, BATCH, LEARNING_RATE);
    learner =
        new Learner<>(
            manager,
            model,
            new RewardObjective(model, metrics),
            model::namedParameters,
            settings.optimizer(),
            settings.seed());
    new Trainer<>(learner, settings, (step, micro) -> batch(pairs, (int) step, BATCH))
        .run(TrainerState.START);
    metrics.take();
  }

  private static RewardBatch batch(List<Preference> pairs, int index, int size) {
    int from = index * size, to = Math.min(from + size, pairs.size());
    return RewardBatch.of(COLLATOR, pairs.subList(from, to));
  }

  /** Measures unseen pairs. */
  public Result measure(List<Preference> pairs) {
    for (int i = 0; i * ROWS < pairs.size(); i++) {
      try (NDManager scope = manager.newSubManager()) {
        Pass pass = Pass.inference(scope, model.kernels());
        new RewardObjective(model, metrics).sum(pass, batch(pairs, i, ROWS));
      }
    }
    Map<String, Double> means = metrics.take();
    return new Result(means.get("accuracy"), means.get("margin"));
  }

  /**
   * Returns scores of this model. The mean over given responses is subtracted, so that the critic
   * need not learn a large constant; only differences of rewards have a meaning.
   */
  public Scorer scorer(List<Response> responses) {
    Scorer raw = new RewardScorer("of this lesson", model, ROWS, manager);
    double mean = Arrays.stream(raw.scores(responses)).average().orElseThrow();
    return texts -> Arrays.stream(raw.scores(texts)).map(score -> score - mean).toArray();
  }

  @Override
  public void close() {
    learner.close();
  }
}
