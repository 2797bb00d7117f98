package org.glassllm.text.download;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A local server with one file; it imitates the faults of real servers. */
final class FileServer implements AutoCloseable {
  byte[] content;
  String etag = "\"v1\"";
  boolean ranges = true;

  /** Breaks the connection after this many bytes of a body; −1 disables it. */
  int cutAfter = -1;

  int status;
  final List<String> asked = new ArrayList<>();
  private final HttpServer server;

  FileServer(byte[] content) throws IOException {
    this.content = content;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/corpus.txt");
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String range = exchange.getRequestHeaders().getFirst("Range");
      asked.add(range == null ? "all" : range);
      if (status != 0) {
        exchange.sendResponseHeaders(status, -1);
        return;
      }
      if (etag != null) {
        exchange.getResponseHeaders().set("ETag", etag);
      }
      boolean same = String.valueOf(etag).equals(exchange.getRequestHeaders().getFirst("If-Range"));
      int from = 0;
      if (range != null && ranges && same) {
        from = Integer.parseInt(range.replaceAll("\\D", ""));
        String whole = from < content.length ? from + "-" + (content.length - 1) : "*";
        exchange.getResponseHeaders().set("Content-Range", "bytes " + whole + "/" + content.length);
      }
      if (from >= content.length) {
        exchange.sendResponseHeaders(416, -1);
        return;
      }
      exchange.sendResponseHeaders(from > 0 ? 206 : 200, content.length - from);
      int end = cutAfter < 0 ? content.length : Math.min(content.length, from + cutAfter);
      exchange.getResponseBody().write(Arrays.copyOfRange(content, from, end));
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
