package org.glassllm.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.glassllm.text.tales.Tales;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The two parts make the whole and share nothing. */
class SplitTest {
  private static Corpus corpus(String... texts) {
    List<Document> documents = new ArrayList<>();
    for (String text : texts) {
      documents.add(Document.of("d" + documents.size(), text));
    }
    return Corpus.of("corpus", documents);
  }

  private static Corpus documents(int count) {
    return corpus(IntStream.range(0, count).mapToObj(i -> "text " + i).toArray(String[]::new));
  }

  private static List<String> texts(Corpus corpus) {
    return corpus.documents().map(Document::text).toList();
  }

  @ParameterizedTest
  @CsvSource({"1115394, 1003854", "10, 9", "11, 9"})
  void aFileIsCutWhereNanoGptCutsIt(int length, int cut) {
    Split split = Split.of(corpus("x".repeat(length)), Split.VALIDATION);
    assertEquals(cut, split.train().length());
    assertEquals(length - cut, split.validation().length());
  }

  @Test
  void thePartsOfAFileMakeTheWhole() {
    String text = Tales.generateBytes(1, 200_000);
    for (double share : new double[] {0.01, 0.1, 0.37, 0.5, 0.9}) {
      Split split = Split.of(corpus(text), share);
      assertEquals(text, split.train().text() + split.validation().text());
      assertEquals((int) (text.length() * (1 - share)), split.train().text().length());
    }
  }

  @Test
  void aSurrogatePairIsNeverCut() {
    String text = "😀".repeat(55);
    for (double share = 0.02; share < 0.98; share += 0.01) {
      Split split = Split.of(corpus(text), share);
      String train = split.train().text();
      assertEquals(0, train.length() % 2, "share " + share);
      assertEquals(text, train + split.validation().text());
      assertEquals(train.length(), split.train().length());
      assertTrue(Math.abs(train.length() - text.length() * (1 - share)) < 2);
    }
  }

  @Test
  void aPairAtTheEndOfABufferIsNotCut() {
    for (int shift = 0; shift < 3; shift++) {
      String text = "x".repeat(65_534 + shift) + "😀é你" + "y".repeat(10_000);
      for (int cut = 65_533; cut < 65_545; cut++) {
        Split split = Split.of(corpus(text), 1 - (cut + 0.5) / text.length());
        int expected = Character.isLowSurrogate(text.charAt(cut)) ? cut - 1 : cut;
        assertEquals(text.substring(0, expected), split.train().text());
        assertEquals(text.substring(expected), split.validation().text());
      }
    }
  }

  @Test
  void documentsGoWholeToOnePart() {
    for (int n : new int[] {2, 3, 10, 99}) {
      Corpus all = documents(n);
      Split split = Split.of(all, 0.1);
      List<String> both = new ArrayList<>(texts(split.train()));
      both.addAll(texts(split.validation()));
      assertEquals(texts(all), both);
      assertEquals(texts(split.train()).size(), split.train().size());
      assertEquals(split.train().text().length(), split.train().summary().characters());
      assertTrue(split.train().size() > 0 && split.validation().size() > 0);
    }
    assertEquals(9, Split.of(documents(10), 0.1).train().size());
  }

  @Test
  void manyDocumentsSplitByDocumentAndOneByCharacter() {
    assertEquals("text 9", Split.of(documents(10), 0.1).validation().text());
    assertEquals("89", Split.of(corpus("0123456789"), 0.2).validation().text());
  }

  @Test
  void illegalSharesAndTooSmallTextsAreRefused() {
    for (double share : new double[] {0, 1, -0.1, Double.NaN}) {
      assertThrows(IllegalArgumentException.class, () -> Split.of(corpus("text"), share));
    }
    assertThrows(IllegalArgumentException.class, () -> Split.of(corpus("x"), 0.1));
    assertThrows(IllegalArgumentException.class, () -> Split.of(corpus("😀"), 0.5));
  }
}
