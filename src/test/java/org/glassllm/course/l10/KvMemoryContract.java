package org.glassllm.course.l10;

import org.glassllm.course.Contract;
import org.glassllm.exercises.l10.Tasks;
import org.junit.jupiter.api.Test;

/** The contract of {@code KvMemory}. */
abstract class KvMemoryContract extends Contract<Tasks.KvMemory> {
  KvMemoryContract(Tasks.KvMemory code) {
    super(10, Tasks.KvMemory.class, code);
  }

  @Test
  void keysAndValuesBothCount() {
    near(
        "2 texts, 3 layers, 4 heads, all with keys and values, 5 tokens, D = 8, float32",
        2L * 2 * 3 * 4 * 5 * 8 * 4,
        code().bytes(2, 3, 4, 4, 5, 8, 4),
        "the factor 2 counts keys and values; batch, layers and tokens count, too");
  }

  @Test
  void onlyHeadsWithKeysOfTheirOwnCount() {
    near(
        "64 query heads, 8 key-value heads, as in Llama-2-70B, 100 tokens, half precision",
        2L * 80 * 8 * 100 * 128 * 2,
        code().bytes(1, 80, 64, 8, 100, 128, 2),
        "query heads that share keys and values store none: count G, not H");
  }

  @Test
  void largeCachesDoNotOverflow() {
    near(
        "Llama-2-7B, 4096 tokens, half precision: 2 GiB",
        2L << 30,
        code().bytes(1, 32, 32, 32, 4096, 128, 2),
        "2 GiB exceed an int: make the first factor a long");
  }
}
