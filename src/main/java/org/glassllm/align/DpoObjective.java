package org.glassllm.align;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.glassllm.batch.Batch;
import org.glassllm.loss.Objective;
import org.glassllm.loss.PreferenceLoss;
import org.glassllm.loss.ResponseLogProb;
import org.glassllm.model.LanguageModel;
import org.glassllm.model.Pass;
import org.glassllm.tensor.Scalars;

/**
 * The objective of direct preference optimization (Rafailov et al. 2023), a {@link PreferenceLoss}
 * of each pair. DPO needs no reward model and no sampling. The minimum of the loss is the policy
 * {@code π ∝ π_ref exp(r/β)}, where r are the rewards of a Bradley-Terry model of the preferences.
 *
 * @param policy the model that is trained
 * @param loss the loss of a pair
 * @param lengthNormalized whether each log-ratio is divided by the number of response tokens
 * @param metrics receives {@code rewards/chosen}, {@code rewards/rejected}, {@code
 *     rewards/margins}, {@code rewards/accuracies}, {@code logps/chosen} and {@code
 *     logps/rejected}. The rewards are those of the loss; {@code logps} are sums over tokens.
 */
public record DpoObjective(
    LanguageModel policy, PreferenceLoss loss, boolean lengthNormalized, MetricMeans metrics)
    implements Objective<DpoBatch> {
  /** The names of the metrics. */
  public static final List<String> METRICS =
      List.of(
          "rewards/chosen",
          "rewards/rejected",
          "rewards/margins",
          "rewards/accuracies",
          "logps/chosen",
          "logps/rejected");

  @Override
  public NDArray sum(Pass pass, DpoBatch batch) {
    Batch texts = batch.texts();
    NDArray ids = texts.inputArray(pass.manager());
    NDArray logits = policy.logits(pass.with(texts.segments()), ids); // (2P, T, V)
    NDArray targets = texts.targetArray(pass.manager());
    NDArray logProbs = ResponseLogProb.sums(pass.kernels(), logits, targets); // (2P)
    NDArray reference =
        pass.manager().create(batch.reference()).toType(logProbs.getDataType(), false);
    NDArray logRatios = logProbs.sub(reference); // (2P)
    if (lengthNormalized) {
      logRatios = ResponseLogProb.lengthNormalized(logRatios, targets);
    }
    NDArray pairs = logRatios.reshape(2, batch.pairs());
    report(batch, logProbs, Scalars.times(pairs, loss.beta()));
    return loss.of(pass.kernels(), pairs.get(0).sub(pairs.get(1))).sum();
  }

  private void report(DpoBatch batch, NDArray logProbs, NDArray rewards) {
    NDArray chosen = rewards.get(0), rejected = rewards.get(1); // (P)
    NDArray logps = logProbs.reshape(2, batch.pairs());
    metrics.add("rewards/chosen", chosen, batch.pairs());
    metrics.add("rewards/rejected", rejected, batch.pairs());
    metrics.add("rewards/margins", chosen.sub(rejected), batch.pairs());
    metrics.add("rewards/accuracies", chosen.gt(rejected), batch.pairs());
    metrics.add("logps/chosen", logps.get(0), batch.pairs());
    metrics.add("logps/rejected", logps.get(1), batch.pairs());
  }

  @Override
  public long count(DpoBatch batch) {
    return batch.pairs();
  }

  @Override
  public long tokens(DpoBatch batch) {
    return batch.texts().counted();
  }
}
