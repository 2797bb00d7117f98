package org.glassllm.align;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.glassllm.loss.Objective;
import org.glassllm.loss.RewardLoss;
import org.glassllm.model.Pass;

/**
 * The objective of a reward model, which is the {@link RewardLoss} of each pair in nats. An ideal
 * model of pairs with a share ε of flipped labels has the accuracy 1 - ε.
 *
 * @param model the model whose rewards are trained
 * @param metrics receives {@code accuracy}, {@code margin} and {@code mean_reward}
 */
public record RewardObjective(ValueModel model, MetricMeans metrics)
    implements Objective<RewardBatch> {
  /** The names of the metrics. */
  public static final List<String> METRICS = List.of("accuracy", "margin", "mean_reward");

  @Override
  public NDArray sum(Pass pass, RewardBatch batch) {
    NDArray rewards = model.rewards(pass, batch.texts()).reshape(2, batch.pairs());
    NDArray chosen = rewards.get(0), rejected = rewards.get(1); // (P)
    NDArray margins =
        pass.manager().create(batch.margins()).toType(chosen.getDataType(), false); // (P)
    metrics.add("accuracy", chosen.gt(rejected), batch.pairs());
    metrics.add("margin", chosen.sub(rejected), batch.pairs());
    metrics.add("mean_reward", rewards, 2L * batch.pairs());
    return RewardLoss.of(pass.kernels(), chosen, rejected, margins).sum();
  }

  @Override
  public long count(RewardBatch batch) {
    return batch.pairs();
  }

  @Override
  public long tokens(RewardBatch batch) {
    return batch.texts().counted();
  }
}
