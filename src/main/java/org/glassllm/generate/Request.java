package org.glassllm.generate;

import java.util.OptionalInt;
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
 * @param logprobs number of most likely tokens whose log-probabilities the {@link Completion}
 *     contains at each position, at least 0; empty for no log-probabilities
 */
public record Request(
    int[] prompt,
    int maxTokens,
    Sampling sampling,
    Set<Integer> stopIds,
    String stopText,
    long seed,
    OptionalInt logprobs) {

  /** Checks {@code maxTokens}, {@code prompt} and {@code logprobs}. */
  public Request {
    Check.atLeast("tokens", maxTokens, 0);
    if (prompt.length == 0) {
      throw Check.illegal("prompt", "\"\"", "at least one token long");
    }
    logprobs.ifPresent(n -> Check.atLeast("logprobs", n, 0));
  }

  /** Creates a request without log-probabilities. */
  public Request(
      int[] prompt,
      int maxTokens,
      Sampling sampling,
      Set<Integer> stopIds,
      String stopText,
      long seed) {
    this(prompt, maxTokens, sampling, stopIds, stopText, seed, OptionalInt.empty());
  }

  /** Returns a request without stop ids and without a stop text. */
  public static Request of(int[] prompt, int maxTokens, Sampling sampling, long seed) {
    return new Request(prompt, maxTokens, sampling, Set.of(), "", seed);
  }

  /** Returns a copy of this request with a stop text. */
  public Request until(String text) {
    return new Request(prompt, maxTokens, sampling, stopIds, text, seed, logprobs);
  }

  /** Returns a copy of this request that asks for log-probabilities. */
  public Request withLogprobs(OptionalInt count) {
    return new Request(prompt, maxTokens, sampling, stopIds, stopText, seed, count);
  }
}
