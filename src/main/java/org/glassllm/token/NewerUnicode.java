package org.glassllm.token;

/**
 * Letters, marks and numbers that Unicode 14, 15 and 16 added to version 13, which Java 17 knows.
 *
 * <p>The reference tokenizers know Unicode 16. Without this table the same text would give other
 * tokens there than here, and other tokens on an older Java than on a newer one.
 */
final class NewerUnicode {
  private static final String UPPER =
      "1c89 2c2f a7c0 a7cb-a7cc a7d0 a7d6 a7d8 a7da a7dc 10570-1057a 1057c-1058a "
          + "1058c-10592 10594-10595 10d50-10d65";

  private static final String LOWER =
      "1c8a 2c5f a7c1 a7cd a7d1 a7d3 a7d5 a7d7 a7d9 a7db 10597-105a1 105a3-105b1 "
          + "105b3-105b9 105bb-105bc 10d70-10d85 1df00-1df09 1df0b-1df1e 1df25-1df2a";

  private static final String CASELESS =
      "870-887 889-88e 8b5 8c8-8c9 c5d cdd 170d 171f 1b4c 9ffd-9fff a7f2-a7f4 "
          + "105c0-105f3 10780-10785 10787-107b0 107b2-107ba 10d4a-10d4f 10d6f 10ec2-10ec4 "
          + "10f70-10f81 11071-11072 11075 1123f-11240 11380-11389 1138b 1138e 11390-113b5 "
          + "113b7 113d1 113d3 11740-11746 11ab0-11abf 11bc0-11be0 11f02 11f04-11f10 "
          + "11f12-11f33 12f90-12ff0 1342f 13441-13446 13460-143fa 16100-1611d 16a70-16abe "
          + "16d40-16d6c 18cff 1aff0-1aff3 1aff5-1affb 1affd-1affe 1b11f-1b122 1b132 1b155 "
          + "1df0a 1e030-1e06d 1e290-1e2ad 1e4d0-1e4eb 1e5d0-1e5ed 1e5f0 1e7e0-1e7e6 "
          + "1e7e8-1e7eb 1e7ed-1e7ee 1e7f0-1e7fe 2a6de-2a6df 2b735-2b739 2ebf0-2ee5d "
          + "31350-323af";

  private static final String MARK =
      "897-89f 8ca-8d2 c3c cf3 ece 1715 180f 1ac1-1ace 1dfa 10d69-10d6d 10efc-10eff "
          + "10f82-10f85 11070 11073-11074 110c2 11241 113b8-113c0 113c2 113c5 113c7-113ca "
          + "113cc-113d0 113d2 113e1-113e2 11f00-11f01 11f03 11f34-11f3a 11f3e-11f42 11f5a "
          + "13440 13447-13455 1611e-1612f 1cf00-1cf2d 1cf30-1cf46 1e08f 1e2ae 1e4ec-1e4ef "
          + "1e5ee-1e5ef";

  private static final String NUMBER =
      "10d40-10d49 116d0-116e3 11bf0-11bf9 11f50-11f59 16130-16139 16ac0-16ac9 "
          + "16d70-16d79 1ccf0-1ccf9 1d2c0-1d2d3 1e4f0-1e4f9 1e5f1-1e5fa";

  private static final java.util.TreeMap<Integer, int[]> RANGES = new java.util.TreeMap<>();

  static {
    add(UPPER, CharKind.UPPER);
    add(LOWER, CharKind.LOWER);
    add(CASELESS, CharKind.CASELESS);
    add(MARK, CharKind.MARK);
    add(NUMBER, CharKind.NUMBER);
  }

  private NewerUnicode() {}

  /** The kind of a code point that this Java does not know. */
  static int kind(int codePoint) {
    var range = RANGES.floorEntry(codePoint);
    return range != null && codePoint <= range.getValue()[0] ? range.getValue()[1] : CharKind.OTHER;
  }

  private static void add(String ranges, int kind) {
    for (String range : ranges.split(" ")) {
      String[] ends = range.split("-");
      int last = Integer.parseInt(ends[ends.length - 1], 16);
      RANGES.put(Integer.parseInt(ends[0], 16), new int[] {last, kind});
    }
  }
}
