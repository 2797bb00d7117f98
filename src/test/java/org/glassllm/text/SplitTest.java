package org.glassllm.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.glassllm.text.tales.Tales;
import org.junit.jupiter.api.Test;

/** The two parts make the whole and share nothing. */
class SplitTest {
  private static List<Document> documents(int count) {
    List<Document> documents = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      documents.add(new Document("d" + i, "text " + i));
    }
    return documents;
  }

  @Test
  void aFileIsCutWhereNanoGptCutsIt() {
    assertEquals(1_003_854, Split.boundary("x".repeat(1_115_394), Split.VALIDATION));
    assertEquals(9, Split.boundary("x".repeat(10), 0.1));
    assertEquals(9, Split.boundary("x".repeat(11), 0.1));
  }

  @Test
  void thePartsOfAFileMakeTheWhole() {
    String text = Tales.generateBytes(1, 20_000);
    for (double share : new double[] {0.01, 0.1, 0.37, 0.5, 0.9}) {
      Split split = Split.byCharacters(new Document("t", text), share);
      assertEquals(text, split.trainText() + split.validationText());
      assertEquals(Split.boundary(text, share), split.trainText().length());
    }
  }

  @Test
  void aSurrogatePairIsNeverCut() {
    String text = "😀".repeat(55);
    for (double share = 0.02; share < 0.98; share += 0.01) {
      int cut = Split.boundary(text, share);
      assertEquals(0, cut % 2, "share " + share);
      assertTrue(Math.abs(cut - text.length() * (1 - share)) < 2);
    }
  }

  @Test
  void documentsGoWholeToOnePart() {
    for (int n : new int[] {2, 3, 10, 99}) {
      List<Document> all = documents(n);
      Split split = Split.byDocument(all, 0.1);
      Set<Document> train = new HashSet<>(split.train());
      assertTrue(split.validation().stream().noneMatch(train::contains));
      assertEquals(n, split.train().size() + split.validation().size());
      assertTrue(!split.train().isEmpty() && !split.validation().isEmpty());
    }
    assertEquals(9, Split.byDocument(documents(10), 0.1).train().size());
  }

  @Test
  void aFolderSplitsByDocumentAndAFileByCharacter() {
    Split folder = Split.of(new Corpus(Path.of("f"), true, documents(10)), 0.1);
    assertEquals("text 9", folder.validationText());
    Document one = new Document("f", "0123456789");
    Split file = Split.of(new Corpus(Path.of("f"), false, List.of(one)), 0.2);
    assertEquals("89", file.validationText());
    Split folderOfOne = Split.of(new Corpus(Path.of("f"), true, List.of(one)), 0.2);
    assertEquals("89", folderOfOne.validationText());
  }

  @Test
  void illegalSharesAndTooSmallTextsAreRefused() {
    Document tiny = new Document("t", "x");
    for (double share : new double[] {0, 1, -0.1, Double.NaN}) {
      assertThrows(IllegalArgumentException.class, () -> Split.boundary("text", share));
    }
    assertThrows(IllegalArgumentException.class, () -> Split.byCharacters(tiny, 0.1));
    assertThrows(IllegalArgumentException.class, () -> Split.byDocument(List.of(tiny), 0.1));
  }
}
