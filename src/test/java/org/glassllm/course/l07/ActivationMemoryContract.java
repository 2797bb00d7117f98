package org.glassllm.course.l07;

import org.glassllm.course.Contract;
import org.glassllm.exercises.l07.Tasks;
import org.junit.jupiter.api.Test;

/** The contract of {@code ActivationMemory}. */
abstract class ActivationMemoryContract extends Contract<Tasks.ActivationMemory> {
  ActivationMemoryContract(Tasks.ActivationMemory code) {
    super(7, Tasks.ActivationMemory.class, code);
  }

  @Test
  void gpt2MatchesTheFormula() {
    near(
        "GPT-2, one text of 1024 tokens",
        12L * 1024 * (34L * 768 + 5L * 12 * 1024),
        code().bytes(12, 768, 12, 1, 1024, false),
        "attention keeps H matrices of T × T numbers in every layer");
  }

  @Test
  void gpt3DoesNotOverflow() {
    near(
        "GPT-3, 2 texts of 2048 tokens",
        96L * 2 * 2048 * (34L * 12288 + 5L * 96 * 2048),
        code().bytes(96, 12288, 96, 2, 2048, false),
        "half a terabyte overflows an int: use long");
  }

  @Test
  void checkpointingKeepsOnlyTheInputs() {
    near(
        "GPT-2, one text of 1024 tokens, with checkpointing",
        12L * 1024 * 2 * 768,
        code().bytes(12, 768, 12, 1, 1024, true),
        "two bytes for each channel of each layer's input");
  }
}
