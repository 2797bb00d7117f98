package org.glassllm.course.l02;

import org.glassllm.course.Contract;
import org.glassllm.exercises.l02.Tasks;
import org.junit.jupiter.api.Test;

/** The contract of {@code InputEmbeddings}. */
abstract class InputEmbeddingsContract extends Contract<Tasks.InputEmbeddings> {
  InputEmbeddingsContract(Tasks.InputEmbeddings code) {
    super(2, Tasks.InputEmbeddings.class, code);
  }

  private static final double[][] TOKENS = {{1, 2}, {10, 20}, {100, 200}, {1000, 2000}};
  private static final double[][] POSITIONS = {{0.1, 0.2}, {0.3, 0.4}, {0.5, 0.6}, {0.7, 0.8}};

  @Test
  void eachRowIsTokenPlusPosition() {
    near(
        "ids 2, 0, 2 from position 0",
        new double[][] {{100.1, 200.2}, {1.3, 2.4}, {100.5, 200.6}},
        code().embed(new int[] {2, 0, 2}, TOKENS, POSITIONS, 0),
        "the id selects the row of tokens, the position the row of positions");
  }

  @Test
  void positionsStartAtTheOffset() {
    near(
        "ids 3, 1 from position 2",
        new double[][] {{1000.5, 2000.6}, {10.7, 20.8}},
        code().embed(new int[] {3, 1}, TOKENS, POSITIONS, 2),
        "the first id has position offset, not 0");
  }

  @Test
  void theTablesDoNotChange() {
    code().embed(new int[] {1, 1}, TOKENS, POSITIONS, 0);
    near(
        "the token table afterwards",
        new double[] {10, 20},
        TOKENS[1],
        "write the sums into new arrays");
  }
}
