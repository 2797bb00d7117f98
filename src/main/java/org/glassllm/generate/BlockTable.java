package org.glassllm.generate;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.glassllm.model.NewTokens;

/** The blocks of one text, in the order of its tokens. */
final class BlockTable {
  private final BlockPool pool;
  private final IntArrayList blocks = new IntArrayList();
  private final IntArrayList tokens = new IntArrayList();
  private long prefix = BlockPool.START;

  BlockTable(BlockPool pool) {
    this.pool = pool;
  }

  /** Returns the number of tokens whose keys and values are in the blocks. */
  int length() {
    return tokens.size();
  }

  /**
   * Shares the published blocks that hold the first tokens of a text. The last token is never
   * shared, because a pass must compute its logits.
   */
  void shareBeginning(int... text) {
    int size = pool.blockSize();
    while (length() + size < text.length) {
      int[] next = Arrays.copyOfRange(text, length(), length() + size);
      BlockPool.Entry entry = pool.share(prefix, next);
      if (entry == null) {
        return;
      }
      blocks.add(entry.block());
      tokens.addElements(length(), next);
      prefix = entry.serial();
    }
  }

  /**
   * Allocates blocks for more tokens; returns false and allocates none if too few blocks are free.
   */
  boolean reserve(int more) {
    int missing = (length() + more + pool.blockSize() - 1) / pool.blockSize() - blocks.size();
    if (missing > pool.free()) {
      return false;
    }
    for (int i = 0; i < missing; i++) {
      blocks.add(pool.allocate(blocks.isEmpty() ? -1 : blocks.getInt(blocks.size() - 1)));
    }
    return true;
  }

  /** Returns the first block; the table must have one. */
  int start() {
    return blocks.getInt(0);
  }

  /** Returns new tokens, for which blocks must be reserved, with the slots of the complete text. */
  NewTokens extension(int... ids) {
    int size = pool.blockSize(), keys = length() + ids.length;
    List<NewTokens.Run> runs = new ArrayList<>();
    int first = 0; // index of the first block of the current run
    for (int i = 1; i * size < keys + size; i++) {
      boolean last = i * size >= keys;
      if (last || blocks.getInt(i) != blocks.getInt(i - 1) + 1) {
        int slots = Math.min(i * size, keys) - first * size;
        runs.add(new NewTokens.Run(blocks.getInt(first) * size, slots));
        first = i;
      }
    }
    return new NewTokens(ids, length(), runs);
  }

  /** Adds tokens whose keys and values were written; publishes each block that is now full. */
  void append(int... written) {
    int size = pool.blockSize();
    for (int token : written) {
      tokens.add(token);
      if (length() % size == 0) {
        int[] last = tokens.subList(length() - size, length()).toIntArray();
        prefix = pool.publish(blocks.getInt(length() / size - 1), prefix, last);
      }
    }
  }

  /** Releases all blocks, last block first, so that the first blocks stay published longest. */
  void release() {
    for (int i = blocks.size() - 1; i >= 0; i--) {
      pool.release(blocks.getInt(i));
    }
    blocks.clear();
    tokens.clear();
    prefix = BlockPool.START;
  }
}
