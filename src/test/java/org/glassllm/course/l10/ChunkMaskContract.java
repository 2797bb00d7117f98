package org.glassllm.course.l10;

import org.glassllm.course.Contract;
import org.glassllm.exercises.l10.Tasks;
import org.junit.jupiter.api.Test;

/** The contract of {@code ChunkMask}. */
abstract class ChunkMaskContract extends Contract<Tasks.ChunkMask> {
  ChunkMaskContract(Tasks.ChunkMask code) {
    super(10, Tasks.ChunkMask.class, code);
  }

  @Test
  void theFirstChunkHasACausalMask() {
    same(
        "a prompt of 3 tokens, nothing cached, 3 places",
        new boolean[][] {{true, false, false}, {true, true, false}, {true, true, true}},
        code().visible(0, 3, 3),
        "the prefill needs a causal mask: a token sees no later token of the prompt");
  }

  @Test
  void laterChunksSeeAllCachedKeys() {
    same(
        "2 tokens after 2 cached ones, 4 places",
        new boolean[][] {{true, true, true, false}, {true, true, true, true}},
        code().visible(2, 2, 4),
        "query i has the position cached + i, not i");
  }

  @Test
  void emptyPlacesStayHidden() {
    same(
        "2 tokens after 1 cached one, 6 places",
        new boolean[][] {
          {true, true, false, false, false, false}, {true, true, true, false, false, false}
        },
        code().visible(1, 2, 6),
        "places after the query's own are later tokens or empty; the capacity moves no query");
  }

  @Test
  void aDecodeStepSeesEveryToken() {
    same(
        "1 token after 3 cached ones, 5 places",
        new boolean[][] {{true, true, true, true, false}},
        code().visible(3, 1, 5),
        "a decode step is a chunk of one token: it sees the cached tokens and itself");
  }
}
