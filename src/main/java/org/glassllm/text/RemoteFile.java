package org.glassllm.text;

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

/** A file behind an address, and what a server's headers say about it. */
final class RemoteFile {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final URI address;
  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(PATIENCE)
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build();

  RemoteFile(URI address) {
    this.address = address;
  }

  /**
   * Asks for the file, or for what follows its first {@code have} bytes if it is still the same.
   */
  HttpResponse<InputStream> get(long have, String version, Path target) {
    HttpRequest.Builder request = HttpRequest.newBuilder(address).timeout(PATIENCE).GET();
    if (have > 0) {
      request.header("Range", "bytes=" + have + "-").header("If-Range", version);
    }
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    } catch (IOException e) {
      throw new InputException(
          "cannot reach "
              + address.getHost()
              + " ("
              + reason(e)
              + "); check the network, or get "
              + address
              + " by other means and save it as "
              + target,
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InputException("the download of " + address + " was interrupted", e);
    }
  }

  /** The exception for an answer that brings no file. */
  InputException refused(HttpResponse<InputStream> response) {
    return new InputException(
        "the server answered "
            + response.statusCode()
            + " for "
            + address
            + "; the file may have moved: look for it there, or try later");
  }

  /** What names this version of the file; a weak ETag does not promise the same bytes. */
  static String version(HttpResponse<InputStream> response) {
    return response
        .headers()
        .firstValue("ETag")
        .filter(t -> !t.startsWith("W/"))
        .or(() -> response.headers().firstValue("Last-Modified"))
        .orElse("");
  }

  /** How many bytes the answer brings; −1 where it does not tell. */
  static long length(HttpResponse<InputStream> response) {
    return response.headers().firstValueAsLong("Content-Length").orElse(-1);
  }

  /** Whether a partial answer goes on where we stand. */
  static boolean beginsAt(long have, HttpResponse<InputStream> response) {
    return contentRange(response).startsWith("bytes " + have + "-");
  }

  /** Whether the refusal of a range means that there is nothing after what we have. */
  static boolean endsAt(long have, HttpResponse<InputStream> response) {
    return contentRange(response).equals("bytes */" + have);
  }

  private static String contentRange(HttpResponse<InputStream> response) {
    return response.headers().firstValue("Content-Range").orElse("");
  }

  /**
   * Some network errors carry no message; then their kind tells: "connect", "unresolved address".
   */
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
