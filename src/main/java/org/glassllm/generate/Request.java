package org.glassllm.generate;

import java.util.Set;
import org.glassllm.base.Check;

/**
 * A request to generate text.
 *
 * @param prompt ids of the prompt, at least one
 * @param maxTokens maximum number of new tokens, at least 0
 * @param sampling how tokens are sampled
 * @param stopIds ids of the end tokens, which the generated text does not contain
 * @param stopText generation stops after the first occurrence of this text in the generated text;
 *     empty for no stop text
 * @param seed determines all random numbers, so that equal requests give equal texts
 */
public record Request(
    int[] prompt,
    int maxTokens,
    Sampling sampling,
    Set<Integer> stopIds,
    String stopText,
    long seed) {

  /** Checks {@code maxTokens} and {@code prompt}. */
  public Request {
    Check.atLeast("tokens", maxTokens, 0);
    if (prompt.length == 0) {
      throw Check.illegal("prompt", "\"\"", "at least one token long");
    }
  }

  /** Returns a request without stop ids and without a stop text. */
  public static Request of(int[] prompt, int maxTokens, Sampling sampling, long seed) {
    return new Request(prompt, maxTokens, sampling, Set.of(), "", seed);
  }

  /** Returns a copy of this request with a stop text. */
  public Request until(String text) {
    return new Request(prompt, maxTokens, sampling, stopIds, text, seed);
  }
}
