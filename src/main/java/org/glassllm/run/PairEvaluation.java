package org.glassllm.run;

import ai.djl.Device;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.glassllm.align.MetricMeans;
import org.glassllm.align.Preference;
import org.glassllm.align.RewardBatch;
import org.glassllm.align.RewardObjective;
import org.glassllm.align.ValueModel;
import org.glassllm.base.Progress;
import org.glassllm.batch.Collator;
import org.glassllm.checkpoint.RunFolder;
import org.glassllm.evaluate.HeldOutLoss;

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
   * @throws org.glassllm.base.InputException if the run has no reward model, or the file has no
   *     pair that fits
   */
  public static PairEvaluation of(Path run, Path file, Device device, Progress progress) {
    try (TrainedReward judge = TrainedReward.open(run, device)) {
      return measure(judge, pairs(judge, run, file), progress);
    }
  }

  private static PreferenceData.Judged pairs(TrainedReward judge, Path run, Path file) {
    return file == null
        ? ((PreferenceData) RunRecord.of(RunFolder.open(run)).data()).heldOut(judge.rendering())
        : PreferenceData.judged(file, judge.rendering(), judge.context());
  }

  private static PairEvaluation measure(
      TrainedReward judge, PreferenceData.Judged judged, Progress progress) {
    ValueModel model = judge.scorer().model();
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
            judge.manager());
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
