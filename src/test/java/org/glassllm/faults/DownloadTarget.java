package org.glassllm.faults;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.glassllm.base.Hash;
import org.glassllm.text.download.Catalog;
import org.glassllm.text.download.Download;

/** Downloads from a server whose answers are damaged; a known checksum always holds. */
final class DownloadTarget implements Target {
  private static final String BODY = "Once upon a time there was a cat.\n".repeat(30);
  private static final String TYPE = "Content-Type: text/plain; charset=utf-8\r\n";
  private final ServerSocket server;
  private volatile byte[] answer;
  private int tried;

  DownloadTarget() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(this::serve, "damaged server");
    thread.setDaemon(true);
    thread.start();
  }

  private static Sample sample(String name, String head, String body) {
    return Sample.of(name, (head + "\r\n" + body).getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public List<Sample> samples() {
    String length = "Content-Length: " + BODY.length() + "\r\n";
    String chunk = Integer.toHexString(BODY.length()) + "\r\n" + BODY + "\r\n0\r\n\r\n";
    String date = "Last-Modified: Wed, 21 Oct 2015 07:28:00 GMT\r\n";
    return List.of(
        sample("ok", "HTTP/1.1 200 OK\r\n" + TYPE + length + "ETag: \"v1\"\r\n", BODY),
        sample("chunks", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n" + TYPE + date, chunk),
        sample("moved", "HTTP/1.1 302 Found\r\nLocation: /good\r\nContent-Length: 0\r\n", ""),
        sample("lost", "HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n", "lost"));
  }

  @Override
  public int threads() {
    return 1;
  }

  @Override
  public List<String> names(Sample sample) {
    return List.of("127.0.0.1", "corpus.txt");
  }

  @Override
  public void read(Sample sample, byte[] damaged, Path folder) throws Exception {
    answer = damaged;
    if (++tried % 200 == 0) {
      System.gc(); // each client holds files until it is collected
    }
    byte[] body = BODY.getBytes(StandardCharsets.UTF_8);
    boolean known = (Arrays.hashCode(damaged) & 1) == 0;
    Path target = folder.resolve("corpus.txt");
    String address = "http://127.0.0.1:" + server.getLocalPort() + "/corpus.txt";
    Catalog.Entry entry =
        new Catalog.Entry("corpus", "", address, body.length, "", known ? Hash.sha256(body) : "");
    try {
      Download.Result result = Download.fetch(entry, target, (done, total) -> {});
      byte[] found = Files.readAllBytes(target);
      assertEquals(found.length, result.bytes(), "bytes");
      assertEquals(Hash.sha256(found), result.sha256(), "checksum");
      if (known) {
        assertArrayEquals(body, found, "content");
      }
    } finally {
      for (String end : List.of("", ".part", ".part.tag")) {
        Files.deleteIfExists(folder.resolve("corpus.txt" + end));
      }
    }
  }

  private void serve() {
    byte[] good = samples().get(0).bytes();
    while (true) {
      try (Socket socket = server.accept()) {
        socket.setSoTimeout(200); // a client may connect and send nothing
        InputStream in = socket.getInputStream();
        StringBuilder request = new StringBuilder();
        for (int c = in.read(); c >= 0 && request.indexOf("\r\n\r\n") < 0; c = in.read()) {
          request.append((char) c);
          if (request.toString().endsWith("\r\n\r\n")) {
            break;
          }
        }
        boolean damaged = request.toString().startsWith("GET /corpus.txt ");
        socket.getOutputStream().write(damaged ? answer : good);
      } catch (SocketException | SocketTimeoutException e) {
        continue; // the client has enough
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
