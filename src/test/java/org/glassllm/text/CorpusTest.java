package org.glassllm.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
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

  @Test
  void utf16WithoutAByteOrderMarkIsRefused() throws IOException {
    for (String charset : List.of("UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE")) {
      for (String text : List.of("Once upon a time.\r\n", "Привет мир")) {
        Path file = write("wide.txt", text.repeat(9).getBytes(charset));
        assertTrue(failure(file).contains("looks like UTF-16 or UTF-32"), charset + text);
      }
    }
    assertEquals(9, Corpus.read(write("wide.txt", "\tx\r\n\u001b[m\f\n")).length());
  }

  @Test
  void linksInAFolderAreFollowed() throws IOException {
    write("outside/a.txt", "A");
    write("outside/.hidden/b.txt", "B");
    Path in = Files.createDirectory(folder.resolve("in"));
    Files.createSymbolicLink(in.resolve("folder"), folder.resolve("outside"));
    Files.createSymbolicLink(in.resolve("file"), folder.resolve("outside/a.txt"));
    Files.createSymbolicLink(in.resolve(".dangling"), folder.resolve("absent"));
    assertEquals("A\n\nA", Corpus.read(in).text());
  }

  @Test
  void entriesThatCannotBeReadAreNamed() throws Exception {
    write("loop/a.txt", "A");
    Files.createSymbolicLink(folder.resolve("loop/back"), folder.resolve("loop"));
    String loop = failure(folder.resolve("loop"));
    assertTrue(
        loop.contains("back: this symbolic link leads to a folder that contains the link"), loop);
    write("dangling/a.txt", "A");
    Files.createSymbolicLink(folder.resolve("dangling/b"), folder.resolve("absent"));
    assertTrue(
        failure(folder.resolve("dangling"))
            .contains("b: the target of this symbolic link is missing"));
    write("pipe/a.txt", "A");
    Path pipe = folder.resolve("pipe/p");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    for (Path path : List.of(pipe, pipe.getParent(), Path.of("/dev/zero"))) {
      assertTrue(failure(path).contains("is a device or a pipe"), path.toString());
    }
  }

  @Test
  void anUnreadableSubfolderIsNamed() throws IOException {
    write("data/a.txt", "A");
    Path closed = Files.createDirectory(folder.resolve("data/closed"));
    Files.setPosixFilePermissions(closed, Set.of());
    assumeFalse(Files.isReadable(closed), "skipped: this user may read everything");
    assertTrue(failure(folder.resolve("data")).contains("closed: permission denied"));
  }

  @Test
  void anEmptyPathIsNotTheCurrentFolder() {
    assertTrue(failure(Path.of("")).contains("the path of the text is empty"));
  }

  @Test
  void aListenerGetsEveryByteAndMayStopReading() throws IOException {
    Corpus corpus = Corpus.read(write("long.txt", "text ".repeat(100_000)));
    long[] received = new long[1];
    try {
      TextProgress.listen(bytes -> received[0] += bytes);
      corpus.summary();
      assertEquals(500_000, received[0]);
      TextProgress.listen(
          bytes -> {
            throw new IllegalStateException("stopped");
          });
      assertThrows(IllegalStateException.class, corpus::text);
    } finally {
      TextProgress.listen(null);
    }
    assertEquals(500_000, corpus.text().length());
  }
}
