package org.glassllm.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.glassllm.base.Hash;
import org.glassllm.base.InputException;
import org.glassllm.base.SafeFiles;

/**
 * Fetches a file over HTTP: into {@code NAME.part} first, which a later attempt goes on with, then
 * checked and renamed. So the target is whole or absent.
 *
 * <p>To go on with a part is right only while the server still has the same file. It says so itself
 * (an ETag or a date, kept beside the part and sent as {@code If-Range}); where it names none, a
 * new attempt starts from the beginning.
 */
public final class Download {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int BUFFER = 1 << 16;
  private static final int OK = 200;
  private static final int PARTIAL = 206;
  private static final int RANGE_NOT_SATISFIABLE = 416;

  private final URI address;
  private final Path target;
  private final Path part;
  private final Path tag;
  private final Listener listener;
  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(PATIENCE)
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build();

  /** Hears how a download goes. */
  @FunctionalInterface
  public interface Listener {
    /**
     * Some bytes arrived.
     *
     * @param done bytes on the disk so far
     * @param total bytes of the whole file; −1 where the server does not tell
     */
    void progress(long done, long total);
  }

  /**
   * A finished download.
   *
   * @param bytes size of the file
   * @param sha256 its computed checksum
   * @param resumedFrom bytes that an earlier attempt had left; 0 where it started anew
   * @param checked whether a known checksum was compared
   */
  public record Result(long bytes, String sha256, long resumedFrom, boolean checked) {}

  private Download(URI address, Path target, Listener listener) {
    this.address = address;
    this.target = target;
    this.part = target.resolveSibling(target.getFileName() + ".part");
    this.tag = target.resolveSibling(target.getFileName() + ".part.tag");
    this.listener = listener;
  }

  /**
   * Downloads a file.
   *
   * @param address where it is, http or https
   * @param target the file to make; what stands there is replaced only by a checked download
   * @param sha256 the checksum that it must have; empty where unknown
   * @param listener hears of the progress
   * @throws InputException with one line for whatever goes wrong; a part is kept for the next
   *     attempt unless its checksum is wrong
   */
  public static Result fetch(URI address, Path target, String sha256, Listener listener) {
    Download download = new Download(address, target, listener);
    download.prepare();
    long resumedFrom = download.transfer(true);
    return download.finish(sha256, resumedFrom);
  }

  private void prepare() {
    if (Files.isDirectory(target)) {
      throw new InputException("cannot write " + target + ": it is a folder; name a file in it");
    }
    try {
      Files.createDirectories(target.toAbsolutePath().getParent());
    } catch (IOException e) {
      throw SafeFiles.cannot("write", target, e);
    }
  }

  /** Brings the part to its full length and returns with how many bytes it began. */
  private long transfer(boolean mayResume) {
    String known = mayResume ? readTag() : "";
    long have = known.isEmpty() ? 0 : sizeOfPart();
    HttpResponse<InputStream> response = send(have, known);
    try (InputStream in = response.body()) {
      switch (response.statusCode()) {
        case OK -> {
          writeTag(response);
          receive(in, 0, contentLength(response));
          return 0;
        }
        case PARTIAL -> {
          if (have == 0 || !continuesAt(response, have)) {
            throw new InputException(
                "the server of " + address + " sent another range than asked; delete " + part);
          }
          receive(in, have, contentLength(response));
          return have;
        }
        case RANGE_NOT_SATISFIABLE -> {
          if (have == 0) {
            throw refused(response);
          }
          boolean complete =
              response.headers().firstValue("Content-Range").orElse("").equals("bytes */" + have);
          return complete ? have : transfer(false);
        }
        default -> throw refused(response);
      }
    } catch (IOException e) {
      throw new InputException("the download of " + address + " broke off: " + reason(e), e);
    }
  }

  private HttpResponse<InputStream> send(long have, String known) {
    HttpRequest.Builder request = HttpRequest.newBuilder(address).timeout(PATIENCE).GET();
    if (have > 0) {
      request.header("Range", "bytes=" + have + "-").header("If-Range", known);
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

  private void receive(InputStream in, long have, long length) {
    long total = length < 0 ? -1 : have + length;
    long done = have;
    try (OutputStream out = openPart(have > 0)) {
      byte[] buffer = new byte[BUFFER];
      listener.progress(done, total);
      for (int n = read(in, buffer, done, total); n >= 0; n = read(in, buffer, done, total)) {
        out.write(buffer, 0, n);
        done += n;
        listener.progress(done, total);
      }
    } catch (IOException e) {
      throw SafeFiles.cannot("write", part, e);
    }
    if (total >= 0 && done < total) {
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

  private Result finish(String sha256, long resumedFrom) {
    String found = Hash.sha256(part);
    if (!sha256.isEmpty() && !sha256.equals(found)) {
      deletePart();
      throw new InputException(
          "wrong checksum of "
              + address
              + ": sha256 is "
              + found
              + ", must be "
              + sha256
              + "; the download was deleted, try again or see whether the file has changed");
    }
    try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
      channel.force(true);
    } catch (IOException e) {
      throw SafeFiles.cannot("write", part, e);
    }
    long bytes = sizeOfPart();
    try {
      SafeFiles.rename(part, target);
      Files.deleteIfExists(tag);
    } catch (IOException e) {
      throw SafeFiles.cannot("write", target, e);
    }
    return new Result(bytes, found, resumedFrom, !sha256.isEmpty());
  }

  private InputException brokeOff(long done, long total, IOException e) {
    return new InputException(
        "the download of "
            + address
            + " broke off after "
            + done
            + (total < 0 ? " bytes" : " of " + total + " bytes")
            + "; run the command again to go on from there",
        e);
  }

  private InputException refused(HttpResponse<InputStream> response) {
    return new InputException(
        "the server answered "
            + response.statusCode()
            + " for "
            + address
            + "; the file may have moved: look for it there, or try later");
  }

  private OutputStream openPart(boolean append) throws IOException {
    return append
        ? Files.newOutputStream(part, StandardOpenOption.WRITE, StandardOpenOption.APPEND)
        : Files.newOutputStream(part);
  }

  private long sizeOfPart() {
    try {
      return Files.exists(part) ? Files.size(part) : 0;
    } catch (IOException e) {
      throw SafeFiles.cannot("read", part, e);
    }
  }

  private String readTag() {
    return Files.exists(tag) ? SafeFiles.readText(tag) : "";
  }

  /** Keeps what names this version of the file; a weak ETag does not promise the same bytes. */
  private void writeTag(HttpResponse<InputStream> response) throws IOException {
    String name =
        response
            .headers()
            .firstValue("ETag")
            .filter(t -> !t.startsWith("W/"))
            .or(() -> response.headers().firstValue("Last-Modified"))
            .orElse("");
    Files.deleteIfExists(part);
    SafeFiles.replace(tag, name);
  }

  private void deletePart() {
    try {
      Files.deleteIfExists(part);
      Files.deleteIfExists(tag);
    } catch (IOException e) {
      throw SafeFiles.cannot("write", part, e);
    }
  }

  private static boolean continuesAt(HttpResponse<InputStream> response, long have) {
    return response
        .headers()
        .firstValue("Content-Range")
        .orElse("")
        .startsWith("bytes " + have + "-");
  }

  private static long contentLength(HttpResponse<InputStream> response) {
    return response.headers().firstValueAsLong("Content-Length").orElse(-1);
  }

  private static String reason(IOException e) {
    String message = e.getMessage();
    String kind =
        e.getClass()
            .getSimpleName()
            .replaceAll("Exception$", "")
            .replaceAll("(?<=.)([A-Z])", " $1");
    return message == null ? kind.toLowerCase(java.util.Locale.ROOT) : message;
  }
}
