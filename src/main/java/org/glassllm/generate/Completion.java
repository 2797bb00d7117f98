package org.glassllm.generate;

import it.unimi.dsi.fastutil.ints.IntList;
import java.util.List;
import java.util.Optional;

/**
 * The result of a request, or the result so far.
 *
 * @param text the generated text, without the prompt
 * @param ids ids of the generated tokens, without the end token. The last token may extend beyond
 *     the end of a stop text.
 * @param finish the reason why generation ended; empty while the text is not complete
 * @param logprobs log-probabilities at each generated token; empty if the {@link Request} did not
 *     ask for log-probabilities
 */
public record Completion(
    String text, IntList ids, Optional<Finish> finish, List<TokenLogprobs> logprobs) {
  /** The reason why generation ended. */
  public enum Finish {
    /** An end token or the stop text occurred. */
    STOP,
    /** The maximum number of new tokens was reached. */
    LENGTH
  }
}
