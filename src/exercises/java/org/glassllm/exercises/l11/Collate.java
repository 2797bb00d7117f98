package org.glassllm.exercises.l11;

/**
 * Puts texts of different lengths into one batch. Each row holds one text and padding on the right;
 * T is the length of the longest text. The target of a position is the text's next token if this
 * token belongs to a response. Every other target is {@link Tasks#IGNORE}: those of prompts, of
 * padding, and of each text's last position, which has no next token.
 *
 * <p>{@code mvn test -Dtest=CollateExerciseTest} checks it.
 */
public final class Collate implements Tasks.Collate {
  /**
   * @param ids token ids of each text, at least one token
   * @param response for each token, whether the token belongs to a response
   * @param pad id of the padding in the inputs; a normal token of a text may have the same id
   * @return inputs and targets, {@code (B, T)}
   */
  @Override
  public Tasks.Rows collate(int[][] ids, boolean[][] response, int pad) {
    throw new UnsupportedOperationException("implement me: lesson 11, Collate");
  }
}
