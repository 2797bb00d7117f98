package org.glassllm.course.l08;

import org.glassllm.course.Contract;
import org.glassllm.exercises.l08.Tasks;
import org.junit.jupiter.api.Test;

/** The contract of {@code BigramModel}. */
abstract class BigramModelContract extends Contract<Tasks.BigramModel> {
  BigramModelContract(Tasks.BigramModel code) {
    super(8, Tasks.BigramModel.class, code);
  }

  @Test
  void probabilitiesAreSmoothedCounts() {
    int[] text = {0, 1, 0, 1, 0, 2, 0};
    near(
        "p(1 | 0), k = 0.5",
        2.5 / 4.5,
        code().probability(text, 3, 0.5, 0, 1),
        "0 has 3 successors, since the last 0 has none; add k to the numerator and k·V to the denominator");
    near(
        "p(0 | 2), k = 0.5",
        1.5 / 2.5,
        code().probability(text, 3, 0.5, 2, 0),
        "the previous token comes first in the pair");
    near(
        "p(2 | 2), unseen",
        0.5 / 2.5,
        code().probability(text, 3, 0.5, 2, 2),
        "an unseen pair still gets k");
    near(
        "p(2 | 1), read forwards",
        1 / 4.0,
        code().probability(new int[] {2, 1, 0}, 3, 1, 1, 2),
        "the pair is (previous, next), not (next, previous)");
  }
}
