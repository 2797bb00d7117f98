package org.glassllm.token.bpe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.glassllm.token.RandomTexts;
import org.glassllm.token.SpecialCutter;
import org.glassllm.token.SpecialUse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WordPatternTest {
  @ParameterizedTest
  @EnumSource(WordPattern.class)
  void theScannerEqualsItsExpression(WordPattern pattern) {
    Pattern regex =
        Pattern.compile(pattern.regex(), Pattern.UNICODE_CHARACTER_CLASS | Pattern.UNICODE_CASE);
    RandomTexts texts = new RandomTexts(41);
    for (int i = 0; i < 30_000; i++) {
      String text = texts.next();
      List<String> expected = new ArrayList<>();
      Matcher matcher = regex.matcher(text);
      while (matcher.find()) {
        expected.add(matcher.group());
      }
      assertEquals(expected, words(text, pattern), () -> RandomTexts.escape(text));
    }
  }

  @ParameterizedTest
  @EnumSource(WordPattern.class)
  void textCutAtSafePlacesHasTheSameWords(WordPattern pattern) {
    RandomTexts texts = new RandomTexts(43);
    Random random = new Random(44);
    String nearCuts = "aA1.,-/'\"#( \t\n\r\u00a0\u0301\u00bd\u4f60";
    int cuts = 0;
    for (int i = 0; i < 40_000; i++) {
      StringBuilder dense = new StringBuilder();
      random.ints(12, 0, nearCuts.length()).forEach(c -> dense.append(nearCuts.charAt(c)));
      String text = i % 2 == 0 ? texts.next() : dense.toString();
      byte[] bytes = text.getBytes(UTF_8);
      List<String> whole = words(text, pattern);
      for (int cut = SafeCuts.after(bytes, 1, bytes.length);
          cut > 0;
          cut = SafeCuts.after(bytes, cut + 1, bytes.length)) {
        cuts++;
        List<String> parts = new ArrayList<>(words(new String(bytes, 0, cut, UTF_8), pattern));
        parts.addAll(words(new String(bytes, cut, bytes.length - cut, UTF_8), pattern));
        assertEquals(whole, parts, () -> RandomTexts.escape(text));
      }
    }
    assertTrue(cuts > 10_000, cuts + " cuts");
  }

  @Test
  void hashesOfNumbersWithCommonDigitsSpread() {
    int slots = 1 << 15;
    java.util.Set<Integer> taken = new java.util.HashSet<>();
    for (int i = 0; i < 8192; i++) {
      byte[] word = (" " + (1_000_000 + i)).getBytes(UTF_8);
      taken.add((int) ByteHash.of(word, 0, word.length) & slots - 1);
    }
    // 8192 random hashes would hit 7,249 of 32,768 slots on average.
    assertTrue(taken.size() > 6500, taken.size() + " slots");
  }

  @Test
  void textWithoutLettersIsReadInBlocks() throws java.io.IOException {
    byte[] numbers = "1.5,22,-3\n".repeat(100_000).getBytes(UTF_8);
    int[] longest = new int[1];
    TextBlocks.read(
        new java.io.ByteArrayInputStream(numbers),
        1 << 12,
        new SpecialCutter(java.util.Map.of(), java.util.Map.of(), SpecialUse.ORDINARY),
        (text, length) -> longest[0] = Math.max(longest[0], length));
    assertTrue(longest[0] <= 1 << 12, longest[0] + " bytes");
  }

  private static List<String> words(String text, WordPattern pattern) {
    byte[] bytes = text.getBytes(UTF_8);
    List<String> words = new ArrayList<>();
    for (int from = 0, to; from < bytes.length; from = to) {
      to = pattern.wordEnd(bytes, from, bytes.length);
      words.add(new String(bytes, from, to - from, UTF_8));
    }
    return words;
  }

  @Test
  void charactersNewerThanThisJavaHaveUnicode16sKinds() {
    assertEquals(CharKind.CASELESS, CharKind.of(0x31350));
    assertEquals(CharKind.UPPER, CharKind.of(0xA7DC));
    assertEquals(CharKind.LOWER, CharKind.of(0x1DF2A));
    assertEquals(CharKind.MARK, CharKind.of(0x1CF46));
    assertEquals(CharKind.NUMBER, CharKind.of(0x1CCF9));
    assertEquals(CharKind.OTHER, CharKind.of(0x323B0));
  }

  @Test
  void malformedBytesAreSymbolsOfOneByte() {
    byte[][] broken = {
      {(byte) 0x80},
      {(byte) 0xC0, (byte) 0x80},
      {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
      {(byte) 0xE2, (byte) 0x82},
      {(byte) 0xF4, (byte) 0x90, (byte) 0x80, (byte) 0x80},
      {(byte) 0xFF}
    };
    for (byte[] bytes : broken) {
      assertEquals(CharKind.OTHER | 0x100, CharKind.at(bytes, 0, bytes.length));
      assertEquals(bytes.length, WordPattern.GPT2.wordEnd(bytes, 0, bytes.length));
    }
  }
}
