package org.glassllm.run;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.glassllm.align.MetricMeans;
import org.glassllm.align.Preference;
import org.glassllm.align.Rendering;
import org.glassllm.align.RewardBatch;
import org.glassllm.align.RewardObjective;
import org.glassllm.align.ValueModel;
import org.glassllm.base.InputException;
import org.glassllm.base.Progress;
import org.glassllm.batch.Collator;
import org.glassllm.checkpoint.Checkpoint;
import org.glassllm.checkpoint.RunFolder;
import org.glassllm.evaluate.HeldOutLoss;
import org.glassllm.generate.PromptTemplate;
import org.glassllm.tensor.Kernels;
import org.glassllm.tensor.Torch;

/**
 * The result of a reward model on pairs of answers, all with the weights of its best checkpoint.
 *
 * @param count the rows of the file of the pairs
 * @param pairs number of pairs
 * @param loss the mean loss of a pair in nats
 * @param accuracy the share of pairs whose chosen answer has the higher reward
 * @param margin the mean difference of the rewards of the chosen and the rejected answer
 * @param meanReward the mean reward of all answers
 */
public record PairEvaluation(
    ExampleData.Count count,
    int pairs,
    double loss,
    double accuracy,
    double margin,
    double meanReward) {

  /**
   * Measures a reward model.
   *
   * @param run the folder of a run of a reward model
   * @param file the file of the pairs; null for the held-out pairs of the run
   * @throws InputException if the run has no reward model, or the file has no pair
   */
  public static PairEvaluation of(Path run, Path file, Device device, Progress progress) {
    RunFolder folder = RunFolder.open(run);
    RunRecord record = RunRecord.of(folder);
    if (!(record.stage() instanceof RewardStage stage)) {
      throw new InputException(
          "the run %s is a run of kind %s, must be a run of a reward model; give a run of kind"
              + " reward",
          run, record.kind());
    }
    try (NDManager manager = Torch.manager(device)) {
      return folder
          .checkpoints()
          .fromBest(
              best -> {
                PreferenceData.Judged judged = pairs(record, stage, best, file);
                return measure(model(best, manager), judged, manager, progress);
              });
    }
  }

  private static PreferenceData.Judged pairs(
      RunRecord record, RewardStage stage, Checkpoint best, Path file) {
    PromptTemplate template = PromptTemplate.named(stage.template());
    Rendering rendering = new Rendering(template, best.loadTokenizer());
    PreferenceData.Judged judged =
        file == null
            ? ((PreferenceData) record.data()).heldOut(rendering)
            : PreferenceData.judged(file, rendering, best.config().context());
    if (judged.pairs().isEmpty()) {
      throw new InputException(
          "%s has no pair that can be read; give preferences with prompt, chosen and rejected",
          judged.count().file());
    }
    return judged;
  }

  private static ValueModel model(Checkpoint best, NDManager manager) {
    ValueModel model = ValueModel.reward(best.loadModel(manager, Kernels.FUSED));
    model.initialize(manager, DataType.FLOAT32);
    best.loadHead(model.headParameters());
    return model;
  }

  private static PairEvaluation measure(
      ValueModel model, PreferenceData.Judged judged, NDManager manager, Progress progress) {
    List<Preference> pairs = judged.pairs();
    int rows = RewardStage.ROWS, batches = (pairs.size() + rows - 1) / rows;
    MetricMeans metrics = new MetricMeans();
    HeldOutLoss<RewardBatch> heldOut =
        new HeldOutLoss<>(
            new RewardObjective(model, metrics),
            batches,
            i -> {
              int end = Math.min((i + 1) * rows, pairs.size());
              return RewardBatch.of(new Collator(0), pairs.subList(i * rows, end));
            },
            model.kernels(),
            manager);
    double loss = heldOut.measure(progress).loss();
    Map<String, Double> means = metrics.take();
    return new PairEvaluation(
        judged.count(),
        pairs.size(),
        loss,
        means.get("accuracy"),
        means.get("margin"),
        means.get("mean_reward"));
  }
}
