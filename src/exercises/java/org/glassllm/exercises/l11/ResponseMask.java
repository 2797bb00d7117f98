package org.glassllm.exercises.l11;

/**
 * Finds the positions whose predictions the loss counts. A row holds a prompt, an answer, one end
 * token and padding, in this order. Position t predicts the token at position t + 1. The loss counts
 * the predictions of the answer's tokens and of its end token, nothing else.
 *
 * <p>As in GPT-2, there is no token for padding: the padding repeats the end token. The prompt may
 * contain end tokens too, such as those of previous answers. An answer that was truncated has no end
 * token and reaches the end of the row.
 *
 * <p>{@code mvn test -Dtest=ResponseMaskExerciseTest} checks it.
 */
public final class ResponseMask implements Tasks.ResponseMask {
  /**
   * @param row token ids
   * @param prompt number of tokens in the prompt, at least 1 and less than the row's length; the answer
   *     starts at this index
   * @param end id of the end token and of padding
   * @return for each position of the row, whether the loss counts its prediction
   */
  @Override
  public boolean[] counted(int[] row, int prompt, int end) {
    throw new UnsupportedOperationException("implement me: lesson 11, ResponseMask");
  }
}
