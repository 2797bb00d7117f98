package org.glassllm.exercises.l10;

/**
 * Finds the keys that each query of a chunk sees. A long prompt enters the cache chunk by chunk; the
 * cache's arrays were allocated once, with more places than tokens.
 *
 * <p>The first {@code cached} places hold the keys of previous chunks, the next {@code tokens}
 * places the keys of this chunk. The places after these are empty. Each token sees the cached
 * tokens, the tokens of its chunk before it, and itself.
 *
 * <p>{@code mvn test -Dtest=ChunkMaskExerciseTest} checks it.
 */
public final class ChunkMask implements Tasks.ChunkMask {
  /**
   * @param cached number of tokens in the cache before this chunk
   * @param tokens number of tokens in this chunk, the queries
   * @param capacity number of places in the cache, at least cached + tokens
   * @return a row for each query, with a column for each place: whether the query sees the place
   */
  @Override
  public boolean[][] visible(int cached, int tokens, int capacity) {
    throw new UnsupportedOperationException("implement me: lesson 10, ChunkMask");
  }
}
