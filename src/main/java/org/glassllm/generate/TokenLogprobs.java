package org.glassllm.generate;

import java.util.Arrays;
import java.util.List;

/**
 * The log-probabilities at one position of a generated text, in nats. The probabilities are the
 * softmax of the model's logits, before any processor of a {@link Sampling}. So temperature, top-k
 * and penalties do not change them.
 *
 * @param id id of the generated token
 * @param logprob log-probability of the generated token
 * @param best the most likely tokens, most likely first; the generated token may be among them
 */
public record TokenLogprobs(int id, double logprob, List<Alternative> best) {
  /**
   * A likely token.
   *
   * @param id id of the token
   * @param logprob log-probability of the token
   */
  public record Alternative(int id, double logprob) {}

  /**
   * Returns the log-probabilities at a position.
   *
   * @param logits V logits of the position
   * @param id id of the generated token
   * @param count number of most likely tokens, at least 0; at most V tokens are returned
   */
  static TokenLogprobs of(float[] logits, int id, int count) {
    double[] all = TokenDistribution.logProbabilities(logits), best = all.clone();
    if (count == 0) {
      return new TokenLogprobs(id, all[id], List.of());
    }
    new LogitsProcessor.TopK(count).apply(best);
    List<Alternative> alternatives =
        Arrays.stream(LogitsProcessor.likeliestFirst(best))
            .mapToObj(i -> new Alternative(i, all[i]))
            .toList();
    return new TokenLogprobs(id, all[id], alternatives);
  }
}
