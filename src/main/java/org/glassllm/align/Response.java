package org.glassllm.align;

import org.glassllm.base.Check;
import org.glassllm.batch.Example;

/**
 * A response that a policy generated.
 *
 * @param prompt the prompt
 * @param ids the ids of the response, at least one; with the end token if {@code ended}
 * @param ended whether the response has an end token; otherwise the response is truncated
 * @param answer the text of the response, without the end token
 */
public record Response(RolloutPrompt prompt, int[] ids, boolean ended, String answer) {
  /** Checks that there is an id. */
  public Response {
    Check.positive("number of tokens in a response", ids.length);
  }

  /** Returns the prompt and the response as one text. */
  public Example text() {
    return Example.of(prompt.ids(), ids);
  }
}
