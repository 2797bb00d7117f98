package org.glassllm.token;

import java.util.List;
import java.util.Random;

/** Generates seeded texts of pieces that often break tokenizers, alone and joined. */
public final class RandomTexts {
  private static final List<String> PIECES =
      List.of(
          " ",
          "  ",
          "   ",
          "\t",
          "\n",
          "\r\n",
          "\r",
          "\n\n",
          " \n ",
          "\u00a0",
          "\u3000",
          "\u2028",
          "\u0085",
          "\u001c",
          "\u200b",
          "\ufeff",
          "'s",
          "'S",
          "'\u017f",
          "'ll",
          "'LL",
          "'lL",
          "'re",
          "'VE",
          "'d",
          "'m",
          "'T",
          "'",
          "''",
          "'x",
          "don't",
          "I'M",
          "the",
          " the",
          " a",
          "Hello",
          "HELLO",
          "hELLo",
          "iPhone",
          "XMLHttp",
          "\u01c5",
          "\u02b0",
          "\u00aa",
          "\u00df",
          "\u0130",
          "\u00e9",
          "e\u0301",
          "\u0301",
          "\u0301\u0301",
          " \u0301",
          "\u0903",
          "\u20dd",
          "1",
          "12",
          "123",
          "1234",
          "12345678",
          "\u0663",
          "\u00bd",
          "\u2167",
          "\u4e00",
          "!",
          "?!",
          "...",
          "/",
          "//",
          " /\n",
          "!\n",
          "!\r\n\n",
          "#include",
          "<|endoftext|>",
          "<|",
          "|>",
          "_",
          "__init__",
          "=",
          "==",
          "    return",
          "\u4f60\u597d",
          "\u4e16\u754c\u3002",
          "\u65e5\u672c\u8a9e",
          "\ud55c\uad6d",
          "\u0627\u0644\u0639",
          "\u0939\u093f\u0928\u094d",
          "\u0e44\u0e17\u0e22",
          "\ud83d\ude00",
          "\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67",
          "\ud83c\uddeb\ud83c\uddf7",
          "\ud835\udd38",
          "\ud83e\udd26\ud83c\udffd",
          "\ufe0f",
          "\u0000",
          "\u007f",
          "\ufffd",
          "\ue000",
          "\uffff",
          "\udbff\udfff",
          "http://a.b/c?d=e",
          "0x1F",
          "3.14",
          "-1",
          "$5",
          "\u20ac5");

  private final Random random;

  public RandomTexts(long seed) {
    random = new Random(seed);
  }

  public String next() {
    StringBuilder text = new StringBuilder();
    int parts = 1 + random.nextInt(12);
    int style = random.nextInt(8);
    for (int i = 0; i < parts; i++) {
      switch (style) {
        case 0 -> text.appendCodePoint(any());
        case 1 -> text.append((char) (' ' + random.nextInt(95)));
        case 2 -> repeat(text);
        case 3 -> text.append(random.nextBoolean() ? piece() : Character.toString(any()));
        default -> text.append(piece());
      }
    }
    return text.toString();
  }

  /** Returns 200,000 characters of known pieces in many scripts: the same on every Java. */
  public static String mixedText() {
    RandomTexts texts = new RandomTexts(99);
    StringBuilder text = new StringBuilder();
    while (text.length() < 200_000) {
      text.append(texts.nextOfPieces());
    }
    return text.toString();
  }

  /** Returns a text for a failure message, in ASCII. */
  public static String escape(String text) {
    StringBuilder shown = new StringBuilder("text: ");
    text.chars()
        .forEach(c -> shown.append(c > ' ' && c < 127 ? "" + (char) c : "\\u%04x".formatted(c)));
    return shown.toString();
  }

  private String nextOfPieces() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(8); i >= 0; i--) {
      text.append(piece());
    }
    return text.toString();
  }

  private String piece() {
    return PIECES.get(random.nextInt(PIECES.size()));
  }

  private void repeat(StringBuilder text) {
    String piece = piece();
    text.append(piece.repeat(1 + random.nextInt(random.nextInt(20) == 0 ? 100 : 6)));
  }

  /** Returns any code point that this Java version knows, except surrogates. */
  private int any() {
    while (true) {
      int limit = random.nextInt(4) == 0 ? 0x110000 : random.nextInt(3) == 0 ? 0x3000 : 0x10000;
      int codePoint = random.nextInt(limit);
      int type = Character.getType(codePoint);
      if (type != Character.SURROGATE && type != Character.UNASSIGNED) {
        return codePoint;
      }
    }
  }
}
