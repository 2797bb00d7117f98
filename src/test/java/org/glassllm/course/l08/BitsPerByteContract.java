package org.glassllm.course.l08;

import org.glassllm.course.Contract;
import org.glassllm.exercises.l08.Tasks;
import org.junit.jupiter.api.Test;

/** The contract of {@code BitsPerByte}. */
abstract class BitsPerByteContract extends Contract<Tasks.BitsPerByte> {
  BitsPerByteContract(Tasks.BitsPerByte code) {
    super(8, Tasks.BitsPerByte.class, code);
  }

  @Test
  void natsBecomeBitsPerByte() {
    near(
        "16 bits for the four bytes of \"ab\", \"cd\"",
        4.0,
        code()
            .bitsPerByte(
                new double[] {10 * Math.log(2), 6 * Math.log(2)}, new String[] {"ab", "cd"}),
        "a nat is 1 / ln 2 bits; divide by bytes, not by tokens");
  }

  @Test
  void totalBitsAreDividedByTotalBytes() {
    near(
        "1 bit for \"a\" and 8 bits for \"bcdefgh\"",
        9.0 / 8,
        code()
            .bitsPerByte(
                new double[] {Math.log(2), 8 * Math.log(2)}, new String[] {"a", "bcdefgh"}),
        "divide the total bits by the total bytes; do not average over tokens");
  }

  @Test
  void aChineseCharacterHasThreeBytes() {
    near(
        "12 bits for \"\u5c0f\" and \"\u660e\"",
        2.0,
        code()
            .bitsPerByte(
                new double[] {6 * Math.log(2), 6 * Math.log(2)}, new String[] {"\u5c0f", "\u660e"}),
        "a Chinese character has three bytes in UTF-8");
  }
}
