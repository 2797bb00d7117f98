package org.glassllm.exercises.l16;

import java.util.Deque;
import java.util.List;

/**
 * The block table of one text (Kwon et al. 2023). Memory has blocks of {@code blockSize} slots;
 * block b holds the slots from {@code b * blockSize} on. Block i of a text holds its tokens from
 * {@code i * blockSize} on, wherever the block is in memory.
 *
 * <p>{@code mvn test -Dtest=BlockTableExerciseTest} checks it.
 */
public final class BlockTable implements Tasks.BlockTable {
  /**
   * Gives a text enough blocks. If the free blocks do not suffice, nothing changes.
   *
   * @param free the free blocks; take the first ones
   * @param blocks the blocks of the text; append the new ones
   * @param tokens number of tokens that the text needs places for, in all
   * @return whether the text has enough blocks now
   */
  @Override
  public boolean reserve(Deque<Integer> free, List<Integer> blocks, int tokens, int blockSize) {
    throw new UnsupportedOperationException("implement me: lesson 16, BlockTable");
  }

  /** Returns the slot of a token; position 0 is the text's first token. */
  @Override
  public int slot(List<Integer> blocks, int position, int blockSize) {
    throw new UnsupportedOperationException("implement me: lesson 16, BlockTable");
  }

  /** Appends the blocks of a text to the free ones, in their order; the text then has none. */
  @Override
  public void release(Deque<Integer> free, List<Integer> blocks) {
    throw new UnsupportedOperationException("implement me: lesson 16, BlockTable");
  }
}
