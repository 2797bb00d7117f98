package org.glassllm.course.l08;

import org.glassllm.course.Contract;
import org.glassllm.exercises.l08.Tasks;
import org.junit.jupiter.api.Test;

/** What {@code BigramModel} must do. */
abstract class BigramModelContract extends Contract<Tasks.BigramModel> {
  BigramModelContract(Tasks.BigramModel code) {
    super(8, Tasks.BigramModel.class, code);
  }

  @Test
  void countsWithSmoothing() {
    int[] text = {0, 1, 0, 1, 0, 2, 0};
    near(
        "p(1 | 0), k = 0.5",
        2.5 / 4.5,
        code().probability(text, 3, 0.5, 0, 1),
        "0 is followed 3 times: the last 0 has no successor; add k above and k·V below");
    near(
        "p(0 | 2), k = 0.5",
        1.5 / 2.5,
        code().probability(text, 3, 0.5, 2, 0),
        "the previous token comes first in the pair");
    near(
        "p(2 | 2), never seen",
        0.5 / 2.5,
        code().probability(text, 3, 0.5, 2, 2),
        "what was never seen still gets k");
    near(
        "p(2 | 1), read forwards",
        1 / 4.0,
        code().probability(new int[] {2, 1, 0}, 3, 1, 1, 2),
        "the pair is (previous, next), not (next, previous)");
  }
}
