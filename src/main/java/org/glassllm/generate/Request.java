package org.glassllm.generate;

import java.util.Set;
import org.glassllm.base.Check;

/**
 * A request to generate text.
 *
 * @param prompt ids to continue, at least one
 * @param maxTokens maximum number of new tokens, at least 0
 * @param sampling how tokens are sampled
 * @param stopIds ids that end the text; the text does not contain them
 * @param stopText ends the text after its first occurrence in the generated part, or empty
 * @param seed the same request with the same seed gives the same text
 */
public record Request(
    int[] prompt,
    int maxTokens,
    Sampling sampling,
    Set<Integer> stopIds,
    String stopText,
    long seed) {

  /** Checks the fields. */
  public Request {
    Check.atLeast("tokens", maxTokens, 0);
    if (prompt.length == 0) {
      throw Check.illegal("prompt", "\"\"", "at least one token long");
    }
  }

  /** Returns a request that stops only at its length. */
  public static Request of(int[] prompt, int maxTokens, Sampling sampling, long seed) {
    return new Request(prompt, maxTokens, sampling, Set.of(), "", seed);
  }

  /** Returns this request with a stop text. */
  public Request until(String text) {
    return new Request(prompt, maxTokens, sampling, stopIds, text, seed);
  }
}
