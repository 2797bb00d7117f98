package org.glassllm.generate;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Proposes the next tokens of a text fast; the target model then checks all proposals in one pass.
 */
public interface Draft extends AutoCloseable {
  /**
   * A proposed token.
   *
   * @param id id of the token
   * @param distribution q, the V probabilities from which the token was drawn
   */
  record Proposal(int id, double[] distribution) {}

  /**
   * Returns proposals for the next tokens of a text.
   *
   * @param text ids of prompt and generated text
   * @param most maximum number of proposals
   * @param sampling the request's sampling, which also applies to the draft
   */
  List<Proposal> propose(int[] text, int most, Sampling sampling, SplittableRandom random);

  @Override
  default void close() {}
}
