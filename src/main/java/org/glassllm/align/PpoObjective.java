package org.glassllm.align;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.stream.Stream;
import org.glassllm.base.Check;
import org.glassllm.batch.Batch;
import org.glassllm.loss.Objective;
import org.glassllm.loss.PolicyClip;
import org.glassllm.loss.ValueClip;
import org.glassllm.model.Pass;
import org.glassllm.tensor.Scalars;

/**
 * The objective of proximal policy optimization (PPO, Schulman et al. 2017, eq. 9) per response
 * token: {@code policy loss + c_v · value loss - c_e · entropy}. The advantages come from {@link
 * Gae}, and the KL penalty is part of the rewards (see {@link KlPenalty}).
 *
 * @param model the policy with its critic
 * @param clip the clipped policy loss
 * @param valueClip the clipped loss of the critic
 * @param valueCoefficient c_v, at least 0
 * @param entropyCoefficient c_e, at least 0
 * @param metrics receives {@code loss/policy_avg}, {@code loss/value_avg}, {@code
 *     policy/approxkl_avg}, {@code policy/clipfrac_avg}, {@code policy/entropy_avg} and {@code
 *     val/ratio}
 */
public record PpoObjective(
    ValueModel model,
    PolicyClip clip,
    ValueClip valueClip,
    double valueCoefficient,
    double entropyCoefficient,
    MetricMeans metrics)
    implements Objective<PpoBatch> {
  /** The names of the metrics. */
  public static final List<String> METRICS =
      Stream.concat(Stream.of("loss/policy_avg", "loss/value_avg"), PolicyTerms.METRICS.stream())
          .toList();

  /** Checks the ranges of both coefficients. */
  public PpoObjective {
    Check.notNegative("valueCoefficient", valueCoefficient);
    Check.notNegative("entropyCoefficient", entropyCoefficient);
  }

  @Override
  public NDArray sum(Pass pass, PpoBatch batch) {
    Batch texts = batch.policy().texts();
    ValueModel.Output output = model.apply(pass, texts);
    boolean withEntropy = entropyCoefficient > 0;
    PolicyTerms terms =
        PolicyTerms.of(pass, output.logits(), batch.policy(), clip, withEntropy, metrics);
    NDArray value = valueLoss(pass, output.values(), batch); // (B, T)
    metrics.add("loss/policy_avg", terms.clipped(), texts.counted());
    metrics.add("loss/value_avg", value, texts.counted());
    return terms
        .clipped()
        .add(Scalars.times(value, valueCoefficient))
        .sub(Scalars.times(terms.entropy(), entropyCoefficient))
        .sum();
  }

  private NDArray valueLoss(Pass pass, NDArray values, PpoBatch batch) {
    Batch texts = batch.policy().texts();
    NDArray counted = texts.targetArray(pass.manager()).neq(Batch.IGNORE);
    NDArray old = PolicyTerms.spread(values, texts, batch.values());
    NDArray returns = PolicyTerms.spread(values, texts, batch.returns());
    NDArray loss = valueClip.of(values, old, returns); // (B, T)
    return loss.mul(counted.toType(values.getDataType(), false));
  }

  @Override
  public long count(PpoBatch batch) {
    return batch.policy().texts().counted();
  }
}
