package org.glassllm.text.download;

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

  private final URI address;
  private final Path target;
  private final PartFile part;
  private final RemoteFile remote;
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
    this.remote = new RemoteFile(address);
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
      throw new InputException("cannot write " + target + ": it is a folder; give a file name");
    }
    try {
      Files.createDirectories(target.toAbsolutePath().getParent());
    } catch (IOException e) {
      throw SafeFiles.cannot("write", target, e);
    }
    Download download = new Download(address, target, listener);
    return download.finish(sha256, download.transfer(true));
  }

  /** Completes the part and returns the number of bytes that an earlier attempt had left. */
  private long transfer(boolean mayResume) {
    String known = mayResume ? part.version() : "";
    long have = known.isEmpty() ? 0 : part.size();
    HttpResponse<InputStream> response = remote.get(have, known, target);
    try (InputStream in = response.body()) {
      int status = response.statusCode();
      if (status == OK) {
        part.restart(RemoteFile.version(response));
        receive(in, 0, RemoteFile.length(response));
        return 0;
      }
      if (status == PARTIAL && have > 0 && RemoteFile.startsAt(have, response)) {
        receive(in, have, RemoteFile.length(response));
        return have;
      }
      if (status == PARTIAL) {
        throw new InputException(address + " sent a wrong range; delete " + part.path());
      }
      if (status == RANGE_NOT_SATISFIABLE && have > 0) {
        return RemoteFile.endsAt(have, response) ? have : transfer(false);
      }
      throw remote.refused(response);
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

  private Result finish(String sha256, long resumedFrom) {
    String found = Hash.sha256(part.path());
    if (!sha256.isEmpty() && !sha256.equals(found)) {
      part.delete();
      throw new InputException(
          String.format(
              "illegal sha256 of %s: %s, must be %s; the download was deleted: try again, or check"
                  + " whether the file has changed",
              address, found, sha256));
    }
    long bytes = part.size();
    part.moveTo(target);
    return new Result(bytes, found, resumedFrom, !sha256.isEmpty());
  }

  private InputException brokeOff(long done, long total, IOException e) {
    return new InputException(
        String.format(
            "the download of %s broke off after %d%s bytes; run the command again to resume",
            address, done, total < 0 ? "" : " of " + total),
        e);
  }
}
