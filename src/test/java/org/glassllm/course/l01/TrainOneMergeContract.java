package org.glassllm.course.l01;

import org.glassllm.course.Contract;
import org.glassllm.exercises.l01.Tasks;
import org.junit.jupiter.api.Test;

/** The contract of {@code TrainOneMerge}. */
abstract class TrainOneMergeContract extends Contract<Tasks.TrainOneMerge> {
  TrainOneMergeContract(Tasks.TrainOneMerge code) {
    super(1, Tasks.TrainOneMerge.class, code);
  }

  @Test
  void theMostFrequentPairOfTheTextWins() {
    int[][] words = {{1, 2, 3}, {4, 5}, {1, 2}, {6, 7}};
    near(
        "pairs with counts",
        new int[] {1, 2},
        code().bestPair(words, new int[] {3, 5, 4, 6}),
        "add counts[w], not 1, for each pair of word w, and sum over all words");
  }

  @Test
  void aPairCountsAsOftenAsItsWords() {
    near(
        "a frequent word",
        new int[] {4, 5},
        code().bestPair(new int[][] {{1, 2}, {4, 5}, {1, 2, 3}}, new int[] {3, 9, 4}),
        "add counts[w], not 1, for each pair of word w");
  }

  @Test
  void theLastPairOfAWordIsCounted() {
    near(
        "the pair at a word's end",
        new int[] {8, 9},
        code().bestPair(new int[][] {{7, 8, 9}, {8, 9}}, new int[] {2, 2}),
        "the inner loop must reach i + 1 = length - 1");
  }

  @Test
  void tiesGoToTheSmallerIds() {
    near(
        "equal counts",
        new int[] {2, 9},
        code().bestPair(new int[][] {{5, 1}, {2, 9}, {3, 0}}, new int[] {2, 2, 2}),
        "go from small ids to large ones, and compare with >");
  }
}
