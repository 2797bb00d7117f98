package org.glassllm.text.download;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
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
    return download((done, total) -> heard.add(done)).fetch(sha256);
  }

  private Download download(Download.Listener listener) {
    Duration patience = Duration.ofSeconds(9);
    return new Download(server.address(), target, Long.MAX_VALUE, patience, listener);
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
    assertTrue(message.contains("stopped after"), message);
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

  /** Answers each request with the same bytes and keeps the connection open. */
  private String failureOf(String answer, long mostBytes) throws IOException {
    List<Socket> open = new CopyOnWriteArrayList<>();
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread answering =
          new Thread(
              () -> {
                try {
                  while (true) {
                    Socket socket = server.accept();
                    open.add(socket);
                    socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
                  }
                } catch (IOException e) {
                  return; // the test has ended
                }
              });
      answering.start();
      URI address = URI.create("http://127.0.0.1:" + server.getLocalPort() + "/corpus.txt");
      Download download =
          new Download(address, target, mostBytes, Duration.ofMillis(250), (done, total) -> {});
      String message = assertThrows(InputException.class, () -> download.fetch("")).getMessage();
      assertEquals(1, message.lines().count(), message);
      assertFalse(Files.exists(target));
      return message;
    } finally {
      for (Socket socket : open) {
        socket.close();
      }
    }
  }

  @Test
  void aServerThatStallsIsReported() throws IOException {
    String head = "HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n";
    String message = failureOf(head + "x".repeat(5000), Long.MAX_VALUE);
    assertTrue(message.contains("stopped after 5000 of 9000 bytes (Read timed out)"), message);
    String headers = failureOf("HTTP/1.1 200 OK\r\nA: b", 9);
    assertTrue(headers.startsWith("cannot reach 127.0.0.1 (Read timed out)"), headers);
  }

  @Test
  void aBodyAboveTheLimitIsRefused() throws IOException {
    String message = failureOf("HTTP/1.1 200 OK\r\n\r\n" + "x".repeat(9000), 5000);
    assertTrue(message.contains("sends more than 5000 bytes"), message);
    String declared = "HTTP/1.1 200 OK\r\nContent-Length: 5001\r\n\r\n";
    assertTrue(failureOf(declared, 5000).contains("sends more than 5000 bytes"));
    assertFalse(Files.exists(folder.resolve("sub/corpus.txt.part")));
    assertEquals(1_115_394, Catalog.find("tinyshakespeare").mostBytes());
  }

  @Test
  void malformedHeadersAreReportedInOneLine() throws IOException {
    String head = "HTTP/1.1 200 OK\r\nContent-Length: ";
    assertTrue(failureOf(head + "abc\r\n\r\nx", 99).contains("sent the illegal size \"abc\""));
    assertTrue(failureOf(head + "-5\r\n\r\nx", 99).contains("sent the illegal size \"-5\""));
    String moved = "HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: ";
    for (String location : List.of("http://[bad", "http://a b/", "//:99999999/", "")) {
      failureOf(moved + location + "\r\n\r\n", 99);
    }
    failureOf("HTTP/1.1 abc\r\n\r\n", 99);
  }

  @Test
  void aWebPageIsNotACorpus() {
    for (String page : List.of("<!DOCTYPE html>\n<p>log in", "\ufeff <HTML lang=en>")) {
      server.content = page.getBytes(StandardCharsets.UTF_8);
      assertTrue(failure("").contains("is a web page, not a text"));
      assertFalse(Files.exists(target));
      assertFalse(Files.exists(folder.resolve("sub/corpus.txt.part")));
    }
  }

  @Test
  void twoDownloadsOfOneTargetAreNotMixed() throws IOException {
    List<String> refused = new ArrayList<>();
    download((done, total) -> refused.add(done == 0 ? failure("") : "")).fetch("");
    assertTrue(refused.get(0).startsWith("another process "), refused.get(0));
    assertOnlyTheTargetIsLeft();
  }

  @Test
  void aLinkInPlaceOfThePartIsNotFollowed() throws IOException {
    Path victim = Files.writeString(folder.resolve("victim"), "precious");
    Files.createDirectories(target.getParent());
    Files.createSymbolicLink(folder.resolve("sub/corpus.txt.part"), victim);
    assertEquals(CONTENT.length, fetch(SHA256).bytes());
    assertEquals("precious", Files.readString(victim));
    assertOnlyTheTargetIsLeft();
  }
}
