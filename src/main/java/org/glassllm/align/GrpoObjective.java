package org.glassllm.align;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.glassllm.base.Check;
import org.glassllm.batch.Batch;
import org.glassllm.loss.KlEstimator;
import org.glassllm.loss.Objective;
import org.glassllm.loss.PolicyClip;
import org.glassllm.model.LanguageModel;
import org.glassllm.model.Pass;
import org.glassllm.tensor.Scalars;

/**
 * The objective of group relative policy optimization (GRPO, Shao et al. 2024, eq. 3) per response
 * token: {@code policy loss + β · KL estimate}. The advantages come from {@link GroupAdvantages},
 * so GRPO needs no critic.
 *
 * @param policy the model that is trained
 * @param clip the clipped policy loss
 * @param kl the estimate of the divergence from the reference policy; K3 in the paper, or K2. The
 *     gradient of K1 has mean 0.
 * @param beta β, at least 0
 * @param mean the kind of mean over the tokens of a batch
 * @param metrics receives {@code loss/policy_avg}, {@code kl}, {@code policy/approxkl_avg}, {@code
 *     policy/clipfrac_avg}, {@code policy/entropy_avg} and {@code val/ratio}
 */
public record GrpoObjective(
    LanguageModel policy,
    PolicyClip clip,
    KlEstimator kl,
    double beta,
    Mean mean,
    MetricMeans metrics)
    implements Objective<GrpoBatch> {
  /** The names of the metrics. */
  public static final List<String> METRICS =
      Stream.concat(Stream.of("loss/policy_avg", "kl"), PolicyTerms.METRICS.stream()).toList();

  /** The kind of mean over the tokens of a batch. */
  public enum Mean {
    /** All tokens count equally, as in DAPO (Yu et al. 2025). */
    TOKENS,
    /**
     * All responses count equally, as in GRPO's paper. A token of a long response then counts less,
     * so long wrong responses are punished less (Liu et al. 2025).
     */
    RESPONSES
  }

  /** Checks the range of β and the estimator. */
  public GrpoObjective {
    Check.notNegative("beta", beta);
    Check.oneOf("kl", kl, List.of(KlEstimator.K2, KlEstimator.K3));
    Check.notNull("mean", mean);
  }

  @Override
  public NDArray sum(Pass pass, GrpoBatch batch) {
    Batch texts = batch.policy().texts();
    NDArray ids = texts.inputArray(pass.manager());
    NDArray logits = policy.logits(pass.with(texts.segments()), ids); // (B, T, V)
    PolicyTerms terms = PolicyTerms.of(pass, logits, batch.policy(), clip, false, metrics);
    NDArray reference = PolicyTerms.spread(terms.logProbs(), texts, batch.reference());
    NDArray divergence = kl.of(terms.logProbs(), reference); // (B, T), 0 at ignored positions
    metrics.add("loss/policy_avg", terms.clipped(), texts.counted());
    metrics.add("kl", divergence, texts.counted());
    NDArray loss = terms.clipped().add(Scalars.times(divergence, beta));
    return mean == Mean.TOKENS
        ? loss.sum()
        : loss.mul(PolicyTerms.spread(loss, texts, shares(texts))).sum();
  }

  /** Returns the weight of each token, 1 / (number of counted tokens in its row). */
  private static List<double[]> shares(Batch texts) {
    return IntStream.of(texts.countedPerRow())
        .mapToObj(
            n -> {
              double[] row = new double[n];
              Arrays.fill(row, 1.0 / n);
              return row;
            })
        .toList();
  }

  @Override
  public long count(GrpoBatch batch) {
    Batch texts = batch.policy().texts();
    return mean == Mean.TOKENS
        ? texts.counted()
        : IntStream.of(texts.countedPerRow()).filter(n -> n > 0).count();
  }

  @Override
  public long tokens(GrpoBatch batch) {
    return batch.policy().texts().counted();
  }
}
