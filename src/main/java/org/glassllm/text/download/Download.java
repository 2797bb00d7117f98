package org.glassllm.text.download;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.glassllm.base.Hash;
import org.glassllm.base.InputException;
import org.glassllm.base.SafeFiles;

/**
 * Downloads a file over HTTP into {@code NAME.part}, verifies it and renames it, so the target is
 * complete or absent. A later attempt resumes the part.
 *
 * <p>Resuming is safe only if the server still has the same version. The server reports one (an
 * ETag or a date); it is stored beside the part and sent as {@code If-Range}. Without a version, a
 * new attempt starts from the beginning.
 */
public final class Download {
  private static final int BUFFER = 1 << 16;
  private static final int OK = 200;
  private static final int PARTIAL = 206;
  private static final int RANGE_NOT_SATISFIABLE = 416;
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final URI address;
  private final Path target;
  private final PartFile part;
  private final Listener listener;

  /** Receives the progress of a download. */
  @FunctionalInterface
  public interface Listener {
    /**
     * Reports progress.
     *
     * @param done bytes on disk
     * @param total size of the file in bytes; −1 if unknown
     */
    void progress(long done, long total);
  }

  /**
   * A completed download.
   *
   * @param bytes size of the file
   * @param sha256 its computed checksum
   * @param resumedFrom bytes from an earlier attempt; 0 if none
   * @param checked whether the checksum was known and compared
   */
  public record Result(long bytes, String sha256, long resumedFrom, boolean checked) {}

  private Download(URI address, Path target, Listener listener) {
    this.address = address;
    this.target = target;
    this.part = new PartFile(target);
    this.listener = listener;
  }

  /**
   * Downloads a file.
   *
   * @param address an http or https URL
   * @param target the file to write; only a verified download replaces an existing one
   * @param sha256 the expected checksum; empty if unknown
   * @param listener receives the progress
   * @throws InputException with a one-line message; the part is kept for the next attempt unless
   *     its checksum is wrong
   */
  public static Result fetch(URI address, Path target, String sha256, Listener listener) {
    if (Files.isDirectory(target)) {
      throw new InputException("cannot write %s: it is a folder; give a file name", target);
    }
    try {
      Files.createDirectories(target.toAbsolutePath().getParent());
      Download download = new Download(address, target, listener);
      return download.finish(sha256, download.transfer(true));
    } catch (IOException e) {
      throw SafeFiles.cannot("write", target, e);
    }
  }

  /** Completes the part; returns the number of bytes that an earlier attempt downloaded. */
  private long transfer(boolean mayResume) throws IOException {
    String known = mayResume ? part.version() : "";
    long have = known.isEmpty() ? 0 : part.size();
    HttpResponse<InputStream> response = request(have, known);
    String range = header(response, "Content-Range");
    try (InputStream in = response.body()) {
      int status = response.statusCode();
      if (status == RANGE_NOT_SATISFIABLE && have > 0) {
        return range.equals("bytes */" + have) ? have : transfer(false);
      }
      if (status != OK && status != PARTIAL) {
        throw new InputException(
            "the server answered %s for %s; try later, or check whether the file has moved",
            status, address);
      }
      if (status == PARTIAL && (have == 0 || !range.startsWith("bytes " + have + "-"))) {
        throw new InputException("%s sent a wrong range; delete %s", address, part.path());
      }
      long kept = status == PARTIAL ? have : 0;
      if (kept == 0) {
        part.restart(version(response));
      }
      long length = response.headers().firstValueAsLong("Content-Length").orElse(-1);
      receive(in, kept, length < 0 ? -1 : kept + length);
      return kept;
    }
  }

  /** Requests the file, or the bytes after the first {@code have} if the version is the same. */
  private HttpResponse<InputStream> request(long have, String version) {
    HttpRequest.Builder request = HttpRequest.newBuilder(address).timeout(TIMEOUT);
    if (have > 0) {
      request.header("Range", "bytes=" + have + "-").header("If-Range", version);
    }
    HttpClient.Builder client = HttpClient.newBuilder().connectTimeout(TIMEOUT);
    try {
      return client
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build()
          .send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    } catch (IOException e) {
      throw new InputException(
          ("cannot reach %s (%s); check the network, or fetch %s by other means and save"
                  + " it as %s")
              .formatted(address.getHost(), reason(e), address, target),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InputException("the download of " + address + " was interrupted; run it again", e);
    }
  }

  /** Returns the version of the file. A weak ETag does not guarantee the same bytes. */
  private static String version(HttpResponse<?> response) {
    String tag = header(response, "ETag");
    return tag.isEmpty() || tag.startsWith("W/") ? header(response, "Last-Modified") : tag;
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  /** Returns the reason of a network error; some errors have no message. */
  private static String reason(IOException e) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof UnresolvedAddressException) {
        return "unknown host";
      }
    }
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private void receive(InputStream in, long have, long total) throws IOException {
    long done = have;
    try (OutputStream out = part.append()) {
      byte[] buffer = new byte[BUFFER];
      listener.progress(done, total);
      for (int n = read(in, buffer, done, total); n >= 0; n = read(in, buffer, done, total)) {
        out.write(buffer, 0, n);
        done += n;
        listener.progress(done, total);
      }
    }
    if (done < total) {
      throw brokeOff(done, total, null);
    }
  }

  private int read(InputStream in, byte[] buffer, long done, long total) {
    try {
      return in.read(buffer);
    } catch (IOException e) {
      throw brokeOff(done, total, e);
    }
  }

  private InputException brokeOff(long done, long total, IOException e) {
    String expected = total < 0 ? "" : " of " + total;
    return new InputException(
        ("the download of %s broke off after %s%s bytes; run the command again to resume")
            .formatted(address, done, expected),
        e);
  }

  /** Verifies the part and renames it to the target. */
  private Result finish(String sha256, long resumedFrom) throws IOException {
    String found = Hash.sha256(part.path());
    if (!sha256.isEmpty() && !sha256.equals(found)) {
      part.delete();
      throw new InputException(
          "illegal sha256 of %s: %s, must be %s; the download was deleted: try again, or"
              + " check whether the file has changed",
          address, found, sha256);
    }
    long bytes = part.size();
    part.moveTo(target);
    return new Result(bytes, found, resumedFrom, !sha256.isEmpty());
  }
}
