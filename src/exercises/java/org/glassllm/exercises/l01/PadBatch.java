package org.glassllm.exercises.l01;

/**
 * Converts texts to rows of one length: BOS, the text, EOS, then PAD up to the end.
 *
 * <p>A text that is too long loses its last tokens, so that BOS and EOS always fit.
 *
 * <p>{@code mvn test -Dtest=PadBatchExerciseTest} checks it.
 */
public final class PadBatch implements Tasks.PadBatch {
  /**
   * @param texts token ids of each text
   * @param length of every row, at least 2
   * @param bos id that begins a text
   * @param eos id that ends a text
   * @param pad id that fills the rest
   * @return one row for each text
   */
  @Override
  public int[][] rows(int[][] texts, int length, int bos, int eos, int pad) {
    throw new UnsupportedOperationException("implement me: lesson 01, PadBatch");
  }
}
