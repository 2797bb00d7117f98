package org.glassllm.solutions.l10;

import org.glassllm.exercises.l10.Tasks;

/** Reference solution: the visible keys of a chunk of a prompt. */
public final class ChunkMask implements Tasks.ChunkMask {
  @Override
  public boolean[][] visible(int cached, int tokens, int capacity) {
    boolean[][] visible = new boolean[tokens][capacity];
    for (int i = 0; i < tokens; i++) {
      int position = cached + i;
      for (int j = 0; j < capacity; j++) {
        visible[i][j] = j <= position;
      }
    }
    return visible;
  }
}
