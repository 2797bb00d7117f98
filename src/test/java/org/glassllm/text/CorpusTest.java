package org.glassllm.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.glassllm.base.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reading files and folders. */
class CorpusTest {
  @TempDir private Path folder;

  private Path write(String name, String text) throws IOException {
    return write(name, text.getBytes(StandardCharsets.UTF_8));
  }

  private Path write(String name, byte[] bytes) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.write(file, bytes);
  }

  private static String failure(Path path) {
    String message = assertThrows(InputException.class, () -> Corpus.read(path)).getMessage();
    assertFalse(message.contains("\n"), message);
    return message;
  }

  @Test
  void aFileIsOneDocumentExactlyAsItStands() throws IOException {
    String text = "\uFEFFa\r\nb\n\nc 你好 😀";
    Corpus corpus = Corpus.read(write("one.txt", text));
    assertEquals(1, corpus.size());
    assertEquals(text.length(), corpus.length());
    assertEquals(text, corpus.documents().findFirst().orElseThrow().text());
    assertEquals(text, corpus.text());
  }

  @Test
  void charactersOfSeveralBytesSurviveTheEdgesOfTheBuffer() throws IOException {
    for (int shift = 0; shift < 4; shift++) {
      String text = "x".repeat(shift) + "é你😀".repeat(20_000);
      assertEquals(text, Corpus.read(write("big.txt", text)).text());
    }
  }

  @Test
  void aFolderIsReadSortedAndWithItsSubfolders() throws IOException {
    write("b.txt", "B");
    write("a/z.md", "Z");
    write("a.txt", "A");
    write("empty.txt", "");
    write(".hidden", new byte[] {(byte) 0xFF});
    write(".git/objects", new byte[] {(byte) 0xFF});
    Corpus corpus = Corpus.read(folder);
    assertEquals(
        List.of("a.txt", "a/z.md", "b.txt"),
        corpus
            .documents()
            .map(d -> folder.relativize(Path.of(d.name())).toString().replace('\\', '/'))
            .toList());
    assertEquals("A\n\nZ\n\nB", corpus.text());
    assertEquals(3, corpus.length());
  }

  @Test
  void aWrongByteIsToldWithFileAndOffset() throws IOException {
    byte[] bytes = "x".repeat(70_000).getBytes(StandardCharsets.UTF_8);
    bytes[66_000] = (byte) 0xFF;
    write("good.txt", "good");
    Path bad = write("sub/bad.txt", bytes);
    for (Path path : List.of(bad, folder)) {
      String message = failure(path);
      assertTrue(message.contains("bad.txt has a wrong byte at offset 66000"), message);
    }
  }

  @Test
  void aCharacterCutAtTheEndIsNotUtf8() throws IOException {
    Path file = write("cut.txt", new byte[] {'a', 'b', (byte) 0xE4, (byte) 0xBD});
    assertTrue(failure(file).contains("offset 2"), failure(file));
  }

  @Test
  void nothingToReadIsToldInOneLine() throws IOException {
    assertTrue(failure(write("empty.txt", "")).contains("no text in " + folder));
    assertTrue(failure(folder).startsWith("no text in "));
    assertTrue(failure(folder.resolve("absent")).contains("no such file"));
  }

  @Test
  void eachLineOfJsonIsADocument() throws IOException {
    String lines = "{\"text\":\"one\\n\",\"id\":1}\n\n{\"text\":\"\"}\r\n{\"text\":\"你好 😀\"}";
    Corpus corpus = Corpus.read(write("a.jsonl", lines));
    assertEquals(List.of("one\n", "你好 😀"), corpus.documents().map(Document::text).toList());
    assertEquals("one\n\n\n你好 😀", corpus.text());
    assertEquals(2, corpus.size());
  }

  @Test
  void aWrongJsonLineIsNamed() throws IOException {
    String good = "{\"text\":\"x\"}\n";
    for (String bad : List.of("{\"text\":1}", "{\"body\":\"x\"}", "[1]", "{\"text\":")) {
      assertTrue(failure(write("a.jsonl", good + bad)).contains("a.jsonl line 2"), bad);
    }
    byte[] bytes = (good + "{\"text\":\"?\"}").getBytes(StandardCharsets.UTF_8);
    bytes[bytes.length - 3] = (byte) 0xFF;
    assertTrue(failure(write("b.jsonl", bytes)).contains("not a UTF-8 text"));
    assertTrue(failure(write("c.jsonl", "\n")).contains("no text in"));
  }
}
