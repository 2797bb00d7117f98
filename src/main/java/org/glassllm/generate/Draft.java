package org.glassllm.generate;

import java.util.List;
import java.util.SplittableRandom;

/** Proposes the next tokens of a text cheaply; the target model then checks all in one pass. */
public interface Draft extends AutoCloseable {
  /**
   * A proposed token.
   *
   * @param id the token
   * @param distribution q, which the token was drawn from: V numbers
   */
  record Proposal(int id, double[] distribution) {}

  /**
   * Proposes tokens.
   *
   * @param text all tokens so far
   * @param most largest number of proposals
   * @param sampling the request's sampling, which the draft applies too
   */
  List<Proposal> propose(int[] text, int most, Sampling sampling, SplittableRandom random);

  @Override
  default void close() {}
}
