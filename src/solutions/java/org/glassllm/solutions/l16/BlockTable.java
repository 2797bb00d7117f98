package org.glassllm.solutions.l16;

import java.util.Deque;
import java.util.List;
import org.glassllm.exercises.l16.Tasks;

/** Reference solution: find a token's place in paged memory. */
public final class BlockTable implements Tasks.BlockTable {
  @Override
  public boolean reserve(Deque<Integer> free, List<Integer> blocks, int tokens, int blockSize) {
    int missing = (tokens + blockSize - 1) / blockSize - blocks.size();
    if (missing > free.size()) {
      return false;
    }
    for (int i = 0; i < missing; i++) {
      blocks.add(free.removeFirst());
    }
    return true;
  }

  @Override
  public int slot(List<Integer> blocks, int position, int blockSize) {
    return blocks.get(position / blockSize) * blockSize + position % blockSize;
  }

  @Override
  public void release(Deque<Integer> free, List<Integer> blocks) {
    free.addAll(blocks);
    blocks.clear();
  }
}
