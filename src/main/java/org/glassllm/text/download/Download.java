package org.glassllm.text.download;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.glassllm.base.Hash;
import org.glassllm.base.InputException;
import org.glassllm.base.SafeFiles;

/**
 * A download of a text over HTTP. The bytes go to {@code NAME.part}; the complete file is verified
 * and then renamed, so the target is complete or absent. A later attempt resumes an incomplete
 * download. A web page instead of a text is refused.
 *
 * <p>Resuming is safe only if the server still has the same version of the file. The server reports
 * a version (an ETag or a date), which is stored in {@code NAME.part.tag} and sent as {@code
 * If-Range}. If the server reports no version, a new attempt starts from the beginning.
 *
 * @param address an http or https URL
 * @param target the file to write; only a verified download replaces an existing file
 * @param mostBytes the maximum size of the text in bytes
 * @param patience the maximum time to wait for an answer, and for the next bytes
 * @param listener receives the progress
 */
public record Download(
    URI address, Path target, long mostBytes, Duration patience, Listener listener) {
  private static final int BUFFER = 1 << 16;
  private static final int RANGE_NOT_SATISFIABLE = 416;

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Receives the progress of a download. */
  @FunctionalInterface
  public interface Listener {
    /**
     * Receives a report of progress.
     *
     * @param done the number of bytes on the disk
     * @param total the size of the file in bytes; −1 if unknown
     */
    void progress(long done, long total);
  }

  /**
   * A completed download.
   *
   * @param bytes the size of the file in bytes
   * @param sha256 the computed SHA-256 checksum of the file
   * @param resumedFrom the number of bytes from an earlier attempt; 0 if there was none
   * @param checked whether the expected checksum was known and compared
   */
  public record Result(long bytes, String sha256, long resumedFrom, boolean checked) {}

  /**
   * Downloads a corpus of the catalog; checks the size and the checksum that the catalog states.
   */
  public static Result fetch(Catalog.Entry entry, Path target, Listener listener) {
    return new Download(entry.uri(), target, entry.mostBytes(), PATIENCE, listener)
        .fetch(entry.sha256());
  }

  /**
   * Downloads the text and returns the result.
   *
   * @param sha256 the expected SHA-256 checksum; empty if unknown
   * @throws InputException if the download fails or the content is wrong; the next attempt resumes
   *     a failed download, but wrong content is deleted
   */
  public Result fetch(String sha256) {
    if (Files.isDirectory(target)) {
      throw new InputException(
          "cannot write %s: this path is a folder; give the path of a file", target);
    }
    try (PartFile part = new PartFile(target)) {
      return finish(part, sha256, transfer(part, true));
    } catch (IOException e) {
      throw SafeFiles.cannot("write", target, e);
    }
  }

  /**
   * Downloads the missing bytes; returns the number of bytes that an earlier attempt downloaded.
   */
  private long transfer(PartFile part, boolean mayResume) throws IOException {
    String known = mayResume ? part.version() : "";
    long have = known.isEmpty() ? 0 : part.size();
    HttpURLConnection server = request(have, known);
    try {
      int status = server.getResponseCode();
      String range = header(server, "Content-Range");
      String length = header(server, "Content-Length");
      boolean partial = status == HttpURLConnection.HTTP_PARTIAL;
      if (status == RANGE_NOT_SATISFIABLE && have > 0) {
        return range.equals("bytes */" + have) ? have : transfer(part, false);
      }
      if (status != HttpURLConnection.HTTP_OK && !partial) {
        throw new InputException(
            "the server answered with status %s for %s; try later, or check whether the address has"
                + " changed",
            status, address);
      }
      if (partial && (have == 0 || !range.startsWith("bytes " + have + "-"))) {
        throw new InputException(
            "%s sent a wrong range of bytes; delete %s and try again", address, part.path());
      }
      if (!length.matches("\\d{0,18}")) {
        throw new InputException("%s sent the illegal size \"%s\"; try later", address, length);
      }
      long kept = partial ? have : 0;
      if (kept == 0) {
        part.restart(version(server));
      }
      long total = length.isEmpty() ? -1 : kept + Long.parseLong(length);
      receive(server.getInputStream(), part, kept, total);
      return kept;
    } finally {
      server.disconnect();
    }
  }

  /**
   * Requests the file from the server. If {@code have} is above 0 and the version is the same,
   * requests only the bytes after the first {@code have}.
   */
  private HttpURLConnection request(long have, String version) {
    try {
      HttpURLConnection server = (HttpURLConnection) address.toURL().openConnection();
      server.setConnectTimeout((int) patience.toMillis());
      server.setReadTimeout((int) patience.toMillis());
      if (have > 0) {
        server.setRequestProperty("Range", "bytes=" + have + "-");
        server.setRequestProperty("If-Range", version);
      }
      if (server.getResponseCode() < HttpURLConnection.HTTP_MULT_CHOICE) {
        server.getInputStream(); // returns only after all headers have arrived
      }
      return server;
    } catch (IOException | RuntimeException e) { // a wrong header can cause either exception
      String reason = e instanceof UnknownHostException ? "unknown host" : reason(e);
      throw new InputException(
          ("cannot reach %s (%s); check the network, or download %s with another program and save"
                  + " the file as %s")
              .formatted(address.getHost(), reason, address, target),
          e);
    }
  }

  /**
   * Returns the version of the file, an ETag or a date. A weak ETag is ignored, because it does not
   * guarantee the same bytes.
   */
  private static String version(HttpURLConnection server) {
    String tag = header(server, "ETag");
    return tag.isEmpty() || tag.startsWith("W/") ? header(server, "Last-Modified") : tag;
  }

  private static String header(HttpURLConnection server, String name) {
    String value = server.getHeaderField(name);
    return value == null ? "" : value;
  }

  private static String reason(Exception e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private void receive(InputStream in, PartFile part, long have, long total) throws IOException {
    long done = have;
    boolean tooLong = total > mostBytes;
    try (OutputStream out = part.append()) {
      byte[] buffer = new byte[BUFFER];
      for (int n = 0; n >= 0 && !tooLong; tooLong |= done + n > mostBytes) {
        out.write(buffer, 0, n);
        done += n;
        listener.progress(done, total);
        n = read(in, buffer, done, total);
      }
    }
    if (tooLong) {
      part.delete();
      throw new InputException(
          "%s sends more than %s bytes, the maximum for this text; the download was deleted: check"
              + " whether the file on the server has changed",
          address, mostBytes);
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
    String reason = e == null ? "" : " (" + reason(e) + ")";
    return new InputException(
        ("the download of %s stopped after %s%s bytes%s; run the command again to resume")
            .formatted(address, done, expected, reason),
        e);
  }

  /** Verifies the complete download and renames the file to the target. */
  private Result finish(PartFile part, String sha256, long resumedFrom) throws IOException {
    if (part.isWebPage()) {
      part.delete();
      throw new InputException(
          "%s is a web page, not a text, perhaps a login page; the download was deleted: open the"
              + " address in a browser and check the page",
          address);
    }
    String found = Hash.sha256(part.path());
    if (!sha256.isEmpty() && !sha256.equals(found)) {
      part.delete();
      throw new InputException(
          "illegal sha256 of %s: %s, must be %s; the download was deleted: try again, or"
              + " check whether the file on the server has changed",
          address, found, sha256);
    }
    long bytes = part.size();
    part.moveTo(target);
    return new Result(bytes, found, resumedFrom, !sha256.isEmpty());
  }
}
