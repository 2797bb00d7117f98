package org.glassllm.text.download;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.glassllm.base.Hash;
import org.glassllm.base.InputException;
import org.glassllm.text.tales.Tales;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Downloads from a local server. */
class DownloadTest {
  private static final byte[] CONTENT =
      Tales.generateBytes(1, 300_000).getBytes(StandardCharsets.UTF_8);
  private static final String SHA256 = Hash.sha256(CONTENT);

  @TempDir private Path folder;
  private Path target;
  private FileServer server;
  private final List<Long> heard = new ArrayList<>();

  @BeforeEach
  void startServer() throws IOException {
    server = new FileServer(CONTENT);
    target = folder.resolve("sub/corpus.txt");
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  private Download.Result fetch(String sha256) {
    return Download.fetch(server.address(), target, sha256, (done, total) -> heard.add(done));
  }

  private String failure(String sha256) {
    String message = assertThrows(InputException.class, () -> fetch(sha256)).getMessage();
    assertFalse(message.contains("\n"), message);
    return message;
  }

  private void assertOnlyTheTargetIsLeft() throws IOException {
    assertArrayEquals(CONTENT, Files.readAllBytes(target));
    try (var files = Files.list(target.getParent())) {
      assertEquals(List.of(target), files.toList());
    }
  }

  private void cutTheFirstAttempt() throws IOException {
    server.cutAfter = 100_000;
    String message = failure(SHA256);
    assertTrue(message.contains("broke off after"), message);
    assertTrue(message.contains("run the command again"), message);
    assertFalse(Files.exists(target));
    assertTrue(Files.size(folder.resolve("sub/corpus.txt.part")) > 0);
    server.cutAfter = -1;
  }

  @Test
  void aDownloadIsCompleteAndVerified() throws IOException {
    assertEquals(new Download.Result(CONTENT.length, SHA256, 0, true), fetch(SHA256));
    assertOnlyTheTargetIsLeft();
    assertEquals(0L, heard.get(0));
    assertEquals((long) CONTENT.length, heard.get(heard.size() - 1));
    assertEquals(heard.stream().sorted().toList(), heard);
  }

  @Test
  void withoutAChecksumTheComputedOneIsReported() throws IOException {
    assertEquals(new Download.Result(CONTENT.length, SHA256, 0, false), fetch(""));
    assertOnlyTheTargetIsLeft();
  }

  @Test
  void aCutDownloadResumes() throws IOException {
    cutTheFirstAttempt();
    long have = Files.size(folder.resolve("sub/corpus.txt.part"));
    assertEquals(new Download.Result(CONTENT.length, SHA256, have, true), fetch(SHA256));
    assertEquals(List.of("all", "bytes=" + have + "-"), server.asked);
    assertOnlyTheTargetIsLeft();
  }

  @Test
  void aServerWithoutRangesRestartsTheDownload() throws IOException {
    cutTheFirstAttempt();
    server.ranges = false;
    assertEquals(0, fetch(SHA256).resumedFrom());
    assertOnlyTheTargetIsLeft();
  }

  @Test
  void versionsOfAFileAreNotMixed() throws IOException {
    byte[] old = CONTENT.clone();
    old[5] ^= 1;
    server.content = old;
    cutTheFirstAttempt();
    server.content = CONTENT;
    server.etag = "\"v2\"";
    assertEquals(0, fetch(SHA256).resumedFrom());
    assertOnlyTheTargetIsLeft();
  }

  @Test
  void withoutAVersionADownloadRestarts() throws IOException {
    server.etag = null;
    cutTheFirstAttempt();
    assertEquals(0, fetch(SHA256).resumedFrom());
    assertEquals(List.of("all", "all"), server.asked);
    assertOnlyTheTargetIsLeft();
  }

  @Test
  void aCompletePartIsUsed() throws IOException {
    cutTheFirstAttempt();
    Files.write(folder.resolve("sub/corpus.txt.part"), CONTENT);
    assertEquals(CONTENT.length, fetch(SHA256).resumedFrom());
    assertOnlyTheTargetIsLeft();
  }

  @Test
  void aPartThatIsTooLongRestarts() throws IOException {
    cutTheFirstAttempt();
    Files.write(folder.resolve("sub/corpus.txt.part"), new byte[CONTENT.length + 5]);
    assertEquals(0, fetch(SHA256).resumedFrom());
    assertOnlyTheTargetIsLeft();
  }

  @Test
  void aWrongChecksumKeepsTheOldFileAndNoPart() throws IOException {
    Files.createDirectories(target.getParent());
    Files.writeString(target, "old");
    String wrong = "0".repeat(64);
    String message = failure(wrong);
    assertTrue(message.contains(SHA256) && message.contains(wrong), message);
    assertEquals("old", Files.readString(target));
    assertFalse(Files.exists(folder.resolve("sub/corpus.txt.part")));
  }

  @Test
  void aMissingFileIsReportedWithItsAddress() {
    server.status = 404;
    String message = failure(SHA256);
    assertTrue(message.contains("404") && message.contains("/corpus.txt"), message);
    assertFalse(Files.exists(target));
  }

  @Test
  void anUnreachableServerIsReportedInOneLine() {
    server.close();
    String message = failure(SHA256);
    assertTrue(message.startsWith("cannot reach 127.0.0.1 ("), message);
    assertTrue(message.contains("check the network"), message);
  }

  @Test
  void aFolderAsTargetIsRejected() throws IOException {
    Files.createDirectories(target);
    assertTrue(failure(SHA256).contains("is a folder"));
  }
}
