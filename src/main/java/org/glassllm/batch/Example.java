package org.glassllm.batch;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.glassllm.base.Check;

/**
 * A text for fine-tuning: prompts and responses as token ids. The loss counts response tokens only.
 *
 * @param ids the ids of all tokens, at least one; a response ends with EOS
 * @param response for each token, whether the token belongs to a response
 */
public record Example(int[] ids, boolean[] response) {
  /** Checks that the text has a token and that both arrays have the same length. */
  public Example {
    Check.positive("number of tokens", ids.length);
    if (response.length != ids.length) {
      throw Check.illegal(
          "length of the response mask", response.length, "the number of tokens, " + ids.length);
    }
  }

  /**
   * Returns the text of one prompt and one response.
   *
   * @param prompt ids that the loss ignores
   * @param response ids that the loss counts, with EOS
   */
  public static Example of(int[] prompt, int... response) {
    int[] ids = Arrays.copyOf(prompt, prompt.length + response.length);
    System.arraycopy(response, 0, ids, prompt.length, response.length);
    boolean[] counted = new boolean[ids.length];
    Arrays.fill(counted, prompt.length, ids.length, true);
    return new Example(ids, counted);
  }

  /** Returns this text, continued by another, such as the next turn of a dialogue. */
  public Example then(Example next) {
    Example all = of(ids, next.ids);
    System.arraycopy(response, 0, all.response, 0, response.length);
    System.arraycopy(next.response, 0, all.response, response.length, next.response.length);
    return all;
  }

  /** Returns the number of tokens. */
  public int length() {
    return ids.length;
  }

  /** Returns the number of tokens that the loss counts; the first token has no prediction. */
  public int counted() {
    return (int) IntStream.range(1, ids.length).filter(i -> response[i]).count();
  }
}
