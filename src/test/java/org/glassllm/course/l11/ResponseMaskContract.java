package org.glassllm.course.l11;

import java.util.ArrayList;
import java.util.List;
import org.glassllm.course.Contract;
import org.glassllm.exercises.l11.Tasks;
import org.junit.jupiter.api.Test;

/** The contract of {@code ResponseMask}. */
abstract class ResponseMaskContract extends Contract<Tasks.ResponseMask> {
  private static final int END = 0;

  ResponseMaskContract(Tasks.ResponseMask code) {
    super(11, Tasks.ResponseMask.class, code);
  }

  /** Returns the positions that count. */
  private String counted(int prompt, int... row) {
    boolean[] mask = code().counted(row, prompt, END);
    List<Integer> positions = new ArrayList<>();
    for (int t = 0; t < mask.length; t++) {
      if (mask[t]) {
        positions.add(t);
      }
    }
    return positions + " of " + mask.length;
  }

  @Test
  void theWorkedExampleCountsThreePositions() {
    same(
        "4 tokens of prompt, 2 of the answer, the end token, 2 of padding",
        "[3, 4, 5] of 9",
        counted(4, 11, 12, 13, 14, 15, 16, END, END, END),
        "position t predicts token t + 1: the first counted position is the last one of the prompt");
  }

  @Test
  void theEndTokenCountsAndPaddingDoesNot() {
    same(
        "an answer of 1 token without padding",
        "[1, 2] of 4",
        counted(2, 7, 8, 9, END),
        "the prediction of the end token counts: without it the model never stops");
    same(
        "an empty answer with padding",
        "[1] of 5",
        counted(2, 7, 8, END, END, END),
        "only the first end token after the prompt ends the answer; the others are padding");
  }

  @Test
  void endTokensOfThePromptDoNotCount() {
    same(
        "a prompt with the end token of a previous answer",
        "[4, 5] of 8",
        counted(5, 7, 8, END, 5, 6, 9, END, END),
        "search the end token from the index where the answer starts");
  }

  @Test
  void aTruncatedAnswerReachesTheEnd() {
    same(
        "3 tokens of prompt, 3 of the answer, no end token",
        "[2, 3, 4] of 6",
        counted(3, 1, 2, 3, 4, 5, 6),
        "the last position of the row has no next token, so it never counts");
  }
}
