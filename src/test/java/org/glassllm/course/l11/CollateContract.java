package org.glassllm.course.l11;

import java.util.Arrays;
import org.glassllm.course.Contract;
import org.glassllm.exercises.l11.Tasks;
import org.junit.jupiter.api.Test;

/** The contract of {@code Collate}. */
abstract class CollateContract extends Contract<Tasks.Collate> {
  private static final int PAD = 9;
  private static final int[][] IDS = {{1, 2, 3}, {4, 5, 6, 7, 8}};
  private static final boolean[][] RESPONSE = {
    {false, true, true}, {false, false, false, true, true}
  };

  CollateContract(Tasks.Collate code) {
    super(11, Tasks.Collate.class, code);
  }

  private Tasks.Rows rows() {
    return code().collate(IDS.clone(), RESPONSE.clone(), PAD);
  }

  @Test
  void paddingStandsOnTheRight() {
    same(
        "inputs of texts of 3 and 5 tokens; 9 is the padding",
        "[[1, 2, 3, 9, 9], [4, 5, 6, 7, 8]]",
        Arrays.deepToString(rows().inputs()),
        "T is the length of the longest text; fill the right end of the others with the padding");
  }

  @Test
  void onlyResponsesHaveTargets() {
    same(
        "targets of texts of 3 and 5 tokens",
        "[[2, 3, -100, -100, -100], [-100, -100, 7, 8, -100]]",
        Arrays.deepToString(rows().targets()),
        "the target of position t is token t + 1 if that token is of a response; all other targets"
            + " are IGNORE, those of padding too");
  }

  @Test
  void aTokenWithTheIdOfPaddingCounts() {
    Tasks.Rows rows =
        code()
            .collate(
                new int[][] {{1, 9}, {2, 3, 4}},
                new boolean[][] {{false, true}, {false, true, false}},
                9);
    same(
        "targets; token 9 is a response and the padding's id",
        "[[9, -100, -100], [3, -100, -100]]",
        Arrays.deepToString(rows.targets()),
        "decide by the length of the text and by its mask, not by the id");
  }

  @Test
  void theFirstTokenIsNoTarget() {
    Tasks.Rows rows =
        code().collate(new int[][] {{5}, {6, 7}}, new boolean[][] {{true}, {true, true}}, 0);
    same(
        "targets of texts that are responses from their first token on",
        "[[-100, -100], [7, -100]]",
        Arrays.deepToString(rows.targets()),
        "nothing predicts the first token, and the last position has no next token");
  }
}
