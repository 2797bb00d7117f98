package org.glassllm.text.download;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.glassllm.base.InputException;

/** A file on a server, and what the response headers report about it. */
final class RemoteFile {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final URI address;
  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(TIMEOUT)
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build();

  RemoteFile(URI address) {
    this.address = address;
  }

  /** Requests the file, or the bytes after the first {@code have} if the version is the same. */
  HttpResponse<InputStream> get(long have, String version, Path target) {
    HttpRequest.Builder request = HttpRequest.newBuilder(address).timeout(TIMEOUT).GET();
    if (have > 0) {
      request.header("Range", "bytes=" + have + "-").header("If-Range", version);
    }
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    } catch (IOException e) {
      throw new InputException(
          String.format(
              "cannot reach %s (%s); check the network, or fetch %s by other means and save it as"
                  + " %s",
              address.getHost(), reason(e), address, target),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InputException("the download of " + address + " was interrupted", e);
    }
  }

  /** Returns the exception for a response without the file. */
  InputException refused(HttpResponse<InputStream> response) {
    return new InputException(
        String.format(
            "the server answered %d for %s; try later, or check whether the file has moved",
            response.statusCode(), address));
  }

  /** Returns the version of the file. A weak ETag does not guarantee the same bytes. */
  static String version(HttpResponse<InputStream> response) {
    String tag = header(response, "ETag");
    return tag.isEmpty() || tag.startsWith("W/") ? header(response, "Last-Modified") : tag;
  }

  /** Returns the number of bytes in the response; −1 if unknown. */
  static long length(HttpResponse<InputStream> response) {
    return response.headers().firstValueAsLong("Content-Length").orElse(-1);
  }

  /** Returns whether a partial response starts after the first {@code have} bytes. */
  static boolean startsAt(long have, HttpResponse<InputStream> response) {
    return header(response, "Content-Range").startsWith("bytes " + have + "-");
  }

  /** Returns whether a refused range means that the file has exactly {@code have} bytes. */
  static boolean endsAt(long have, HttpResponse<InputStream> response) {
    return header(response, "Content-Range").equals("bytes */" + have);
  }

  private static String header(HttpResponse<InputStream> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  /** Some network errors have no message: returns their kind, such as "connect". */
  private static String reason(IOException e) {
    if (e.getMessage() != null) {
      return e.getMessage();
    }
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t.getClass().getSimpleName().contains("Unresolved")) {
        return "unknown host";
      }
    }
    String kind = e.getClass().getSimpleName().replaceAll("Exception$", "");
    return kind.replaceAll("(?<=.)([A-Z])", " $1").toLowerCase(Locale.ROOT);
  }
}
