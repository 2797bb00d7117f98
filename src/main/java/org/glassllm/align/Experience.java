package org.glassllm.align;

import org.glassllm.base.Check;
import org.glassllm.batch.Example;

/**
 * One response of a rollout with everything that training needs. Each array of numbers has one
 * number per response token.
 *
 * @param prompt the ids of the prompt
 * @param response the ids of the response, with the end token if {@code ended}
 * @param ended whether the response has an end token
 * @param score the score of the response
 * @param old log-probabilities under the policy that generated the response
 * @param reference log-probabilities under the reference policy
 * @param values the critic's estimates before each token; empty without a critic
 */
public record Experience(
    int[] prompt,
    int[] response,
    boolean ended,
    double score,
    double[] old,
    double[] reference,
    double[] values) {
  /** Checks the lengths and the score. */
  public Experience {
    int tokens = Check.positive("number of response tokens", response.length);
    Check.within("number of old log-probabilities", old.length, tokens, tokens);
    Check.within("number of reference log-probabilities", reference.length, tokens, tokens);
    if (values.length > 0) {
      Check.within("number of values", values.length, tokens, tokens);
    }
    if (!Double.isFinite(score)) {
      throw Check.illegal("score of a response", score, "finite");
    }
  }

  /** Returns the prompt and the response as one text. */
  public Example text() {
    return Example.of(prompt, response);
  }

  /** Returns {@code log(π_old / π_ref)} of the response, an estimate of the divergence. */
  public double kl() {
    double sum = 0;
    for (int t = 0; t < old.length; t++) {
      sum += old[t] - reference[t];
    }
    return sum;
  }
}
