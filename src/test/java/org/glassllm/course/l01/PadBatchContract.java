package org.glassllm.course.l01;

import org.glassllm.course.Contract;
import org.glassllm.exercises.l01.Tasks;
import org.junit.jupiter.api.Test;

/** The contract of {@code PadBatch}. */
abstract class PadBatchContract extends Contract<Tasks.PadBatch> {
  PadBatchContract(Tasks.PadBatch code) {
    super(1, Tasks.PadBatch.class, code);
  }

  @Test
  void shortTextsArePaddedLongOnesTruncated() {
    int[][] texts = {{11, 12}, {21, 22, 23, 24, 25}, {}, {31, 32, 33}};
    int[][] expected = {{1, 11, 12, 2, 9}, {1, 21, 22, 23, 2}, {1, 2, 9, 9, 9}, {1, 31, 32, 33, 2}};
    near(
        "rows of length 5",
        expected,
        code().rows(texts, 5, 1, 2, 9),
        "BOS, then at most length - 2 tokens from the beginning of the text, then EOS, then PAD");
  }
}
