package org.glassllm.text.tales;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.glassllm.base.Hash;
import org.glassllm.base.SafeFiles;
import org.junit.jupiter.api.Test;

class TalesTest {
  private static final String CORPUS_SHA256 =
      "318f34ae314785ad649515b0d619ef73333be3123a5d73f7c19c1ed1f7f4d558";

  @Test
  void generatorReproducesTheCommittedCorpus() {
    String text = Tales.generateBytes(1, 1_000_000);
    assertEquals(CORPUS_SHA256, Hash.sha256(text));
    assertEquals(CORPUS_SHA256, Hash.sha256(Path.of("data/tales.txt")));
    assertTrue(SafeFiles.readText(Path.of("data/README.md")).contains(CORPUS_SHA256));
  }

  @Test
  void theSeedDeterminesTheTales() {
    assertEquals(Tales.generate(7, 20), Tales.generate(7, 20));
    assertNotEquals(Tales.generate(7, 20), Tales.generate(8, 20));
  }

  @Test
  void generateBytesConcatenatesTheSameTales() {
    String text = Tales.generateBytes(3, 5000);
    assertTrue(text.getBytes(StandardCharsets.UTF_8).length <= 5000);
    List<String> parts = Tales.split(text);
    assertEquals(Tales.generate(3, parts.size()), parts);
    assertEquals(text, String.join("", parts));
  }

  @Test
  void aTaleHasOneBlankLineAtItsEnd() {
    for (String tale : Tales.generate(4, 1000)) {
      assertTrue(tale.endsWith(Tales.END), tale);
      assertEquals(tale.length() - 2, tale.indexOf("\n"), tale);
    }
  }

  @Test
  void oneTaleInSixIsChinese() {
    int tales = 4000;
    int chinese = 0;
    for (String tale : Tales.generate(5, tales)) {
      chinese += tale.chars().anyMatch(c -> c > 0x4000) ? 1 : 0;
    }
    assertEquals(0.175, (double) chinese / tales, 0.025);
  }

  @Test
  void talesAreShort() {
    List<String> tales = Tales.generate(6, 4000);
    double mean = tales.stream().mapToInt(String::length).average().orElseThrow();
    assertTrue(mean > 150 && mean < 320, "mean length " + mean);
    long inRange = tales.stream().filter(t -> t.length() >= 150 && t.length() <= 400).count();
    assertTrue(inRange > 0.95 * tales.size(), inRange + " tales of usual length");
  }

  @Test
  void tooFewBytesAreRejected() {
    assertThrows(IllegalArgumentException.class, () -> Tales.generateBytes(1, 0));
    assertThrows(IllegalArgumentException.class, () -> Tales.generate(1, 0));
  }

  @Test
  void splitOmitsPartsOfWhiteSpace() {
    assertEquals(List.of("a\n\n", "b"), Tales.split("a\n\n\n\nb"));
    assertFalse(Tales.split("").iterator().hasNext());
  }
}
