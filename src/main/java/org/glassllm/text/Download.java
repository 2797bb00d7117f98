package org.glassllm.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
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
  private static final int BUFFER = 1 << 16;
  private static final int OK = 200;
  private static final int PARTIAL = 206;
  private static final int RANGE_NOT_SATISFIABLE = 416;

  private final URI address;
  private final Path target;
  private final PartFile part;
  private final RemoteFile remote;
  private final Listener listener;

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
    this.part = new PartFile(target);
    this.remote = new RemoteFile(address);
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
    String known = mayResume ? part.version() : "";
    long have = known.isEmpty() ? 0 : part.size();
    HttpResponse<InputStream> response = remote.get(have, known, target);
    try (InputStream in = response.body()) {
      switch (response.statusCode()) {
        case OK -> {
          part.restart(RemoteFile.version(response));
          receive(in, 0, RemoteFile.length(response));
          return 0;
        }
        case PARTIAL -> {
          if (have == 0 || !RemoteFile.beginsAt(have, response)) {
            throw new InputException(
                address + " came with another range than asked; delete " + part.path());
          }
          receive(in, have, RemoteFile.length(response));
          return have;
        }
        case RANGE_NOT_SATISFIABLE -> {
          if (have == 0) {
            throw remote.refused(response);
          }
          return RemoteFile.endsAt(have, response) ? have : transfer(false);
        }
        default -> throw remote.refused(response);
      }
    } catch (IOException e) {
      throw brokeOff(part.size(), -1, e);
    }
  }

  private void receive(InputStream in, long have, long length) {
    long total = length < 0 ? -1 : have + length;
    long done = have;
    try (OutputStream out = part.append()) {
      byte[] buffer = new byte[BUFFER];
      listener.progress(done, total);
      for (int n = read(in, buffer, done, total); n >= 0; n = read(in, buffer, done, total)) {
        out.write(buffer, 0, n);
        done += n;
        listener.progress(done, total);
      }
    } catch (IOException e) {
      throw SafeFiles.cannot("write", part.path(), e);
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
    String found = Hash.sha256(part.path());
    if (!sha256.isEmpty() && !sha256.equals(found)) {
      part.delete();
      throw new InputException(
          "wrong checksum of "
              + address
              + ": sha256 is "
              + found
              + ", must be "
              + sha256
              + "; the download was deleted, try again or see whether the file has changed");
    }
    long bytes = part.size();
    part.moveTo(target);
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
}
