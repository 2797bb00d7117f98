package org.glassllm.base;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.TreeSet;

/**
 * A text file to which a process appends lines. If the process is killed, another process continues
 * after the last complete line.
 *
 * <p>The file {@code FILE.state} beside the lines records everything that determines the lines. The
 * state is written before the first line. A process with another state cannot append. A lock
 * excludes other processes while the file is open.
 */
public final class ResumableLines implements Closeable {
  private static final String STATE = ".state";

  private final Path file;
  private final LockFile lock;
  private final FileChannel channel;
  private long lines;

  /** Receives the complete lines that the file contains already. */
  @FunctionalInterface
  public interface Reader {
    /**
     * Receives a line; an exception leaves the file unchanged.
     *
     * @param index number of lines before this line
     * @param line the line without its end
     */
    void accept(long index, String line);
  }

  private ResumableLines(Path file, LockFile lock) throws IOException {
    this.file = file;
    this.lock = lock;
    channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  /**
   * Opens a file, which may be missing. An incomplete last line is deleted. A state file without
   * lines is replaced.
   *
   * @param state an object of strings that determines the lines
   * @param overwrite whether to delete all existing lines first
   * @param existing receives the lines that remain
   * @throws InputException if the file contains lines of another state, or another process has
   *     opened the file
   */
  public static ResumableLines open(
      Path file, JsonObject state, boolean overwrite, Reader existing) {
    try {
      SafeFiles.requireRegular(file);
      if (Files.isDirectory(file)) {
        throw new InputException("%s is a folder; give a file", file);
      }
      Path real = Files.exists(file) ? file.toRealPath() : file; // one lock for all links
      LockFile lock = LockFile.of(real);
      ResumableLines lines = null;
      try {
        lines = new ResumableLines(real, lock);
        lines.begin(state, overwrite, existing);
        return lines;
      } catch (IOException | RuntimeException e) {
        if (lines != null) {
          lines.channel.close();
        }
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw SafeFiles.cannot("write", file, e);
    }
  }

  /** Returns the path of the state of a file. */
  public static Path stateFile(Path file) {
    return file.resolveSibling(file.getFileName() + STATE);
  }

  private void begin(JsonObject state, boolean overwrite, Reader existing) throws IOException {
    if (overwrite) {
      channel.truncate(0);
      channel.force(true); // the old lines must not meet the new state
    }
    Path stateFile = stateFile(file);
    if (channel.size() > 0) {
      requireSame(stateFile, state);
    } else {
      try (PendingFile pending = PendingFile.locked(stateFile)) {
        pending.out().write(Json.pretty(state).getBytes(StandardCharsets.UTF_8));
        pending.commit();
      }
    }
    long end = read(existing);
    channel.truncate(end);
    channel.position(end);
  }

  private void requireSame(Path stateFile, JsonObject state) {
    if (!Files.exists(stateFile)) {
      throw new InputException(
          "%s contains data, but %s, which records the settings of the data, is missing; choose"
              + " another file, or set overwrite to delete the data",
          file, stateFile);
    }
    JsonObject old = JsonField.root(stateFile).object();
    Set<String> names = new TreeSet<>(old.keySet());
    names.addAll(state.keySet());
    for (String name : names) {
      JsonElement before = old.get(name), now = state.get(name);
      if (before == null || !before.equals(now)) {
        throw new InputException(
            "%s was written with another setting: %s was %s and is %s now; restore the setting,"
                + " choose another file, or set overwrite to delete the lines",
            file, name, InputException.shown(before), InputException.shown(now));
      }
    }
  }

  /** Returns the number of bytes of all complete lines. */
  private long read(Reader existing) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    long read = 0, end = 0;
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      for (int b = in.read(); b >= 0; b = in.read()) {
        read++;
        if (b != '\n') {
          line.write(b);
          continue;
        }
        String source = file + " line " + (lines + 1);
        existing.accept(lines, SafeFiles.utf8(ByteBuffer.wrap(line.toByteArray()), source));
        lines++;
        line.reset();
        end = read;
      }
    }
    return end;
  }

  /** Returns the number of complete lines. */
  public long lines() {
    return lines;
  }

  /** Appends a line, which must not contain a line end; the operating system then has the line. */
  public void append(String line) {
    if (line.indexOf('\n') >= 0) {
      throw new IllegalArgumentException("a line with a line end: " + line);
    }
    ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      throw SafeFiles.cannot("write", file, e);
    }
    lines++;
  }

  /** Syncs the lines to the disk, closes the file and releases the lock. */
  @Override
  public void close() {
    try (channel) {
      channel.force(false);
    } catch (IOException e) {
      throw SafeFiles.cannot("write", file, e);
    } finally {
      lock.close();
    }
  }
}
