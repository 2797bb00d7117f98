package org.glassllm.course.l04;

import org.glassllm.course.Contract;
import org.glassllm.exercises.l04.Tasks;
import org.junit.jupiter.api.Test;

/** The contract of {@code AttentionParameters}. */
abstract class AttentionParametersContract extends Contract<Tasks.AttentionParameters> {
  AttentionParametersContract(Tasks.AttentionParameters code) {
    super(4, Tasks.AttentionParameters.class, code);
  }

  @Test
  void gpt2HasFourProjections() {
    near(
        "12 heads of 64 channels, with biases",
        4L * 768 * 768 + 4 * 768,
        code().count(768, 12, 12, true),
        "four projections: queries, keys, values and output");
  }

  @Test
  void fewerKeyValueHeadsMakeNarrowerProjections() {
    near(
        "4096 channels, 32 heads, 8 of them for keys and values, no biases",
        2L * 4096 * 4096 + 2L * 4096 * 1024,
        code().count(4096, 32, 8, false),
        "keys and values have G·D outputs each, queries have C");
  }

  @Test
  void eachOutputOfAProjectionHasOneBias() {
    near(
        "6 channels, 3 heads, 1 of them for keys and values",
        6L * 6 + 2L * 6 * 2 + 6 * 6 + 6 + 2 * 2 + 6,
        code().count(6, 3, 1, true),
        "a bias has as many numbers as its projection has outputs");
  }

  @Test
  void largeModelsDoNotOverflow() {
    near(
        "50,000 channels",
        4L * 50_000 * 50_000,
        code().count(50_000, 100, 100, false),
        "the product overflows an int: use long");
  }
}
