package org.glassllm.base;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * Writes files atomically: under a temporary name, synced to the disk, then renamed. After a crash
 * either the old or the new file exists, never a part.
 */
public final class SafeFiles {
  private static final int BUFFER = 1 << 16;

  private SafeFiles() {}

  /** Writes the content of a file. */
  @FunctionalInterface
  public interface Writer {
    /** Writes the whole content to {@code out}. */
    void writeTo(OutputStream out) throws IOException;
  }

  /** Replaces {@code file} atomically; if writing fails, the old file is unchanged. */
  public static void replace(Path file, Writer writer) {
    Path temporary = sibling(file, ".tmp-" + ProcessHandle.current().pid());
    try {
      createParent(file);
      writeSynced(temporary, writer);
      rename(temporary, file);
    } catch (IOException e) {
      deleteQuietly(temporary);
      throw cannot("write", file, e);
    } catch (RuntimeException e) {
      deleteQuietly(temporary);
      throw e;
    }
  }

  /** Replaces {@code file} atomically with {@code text} in UTF-8. */
  public static void replace(Path file, String text) {
    replace(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Writes a file and syncs it to the disk. */
  public static void writeSynced(Path file, Writer writer) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
      writer.writeTo(out);
      out.flush();
      channel.force(true);
    }
  }

  /** Renames a file, atomically if the file system supports it, and syncs the folder. */
  public static void rename(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
    syncFolder(to.toAbsolutePath().getParent());
  }

  /** Syncs a folder's entries to the disk; does nothing on Windows, which cannot open a folder. */
  public static void syncFolder(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Windows: the file system journals the rename.
      return;
    }
  }

  /** Returns a file's text; throws {@link InputException} if it is missing or not UTF-8. */
  public static String readText(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (java.nio.charset.CharacterCodingException e) {
      throw new InputException(
          "not a UTF-8 text: " + file + "; convert it, for example with iconv -t UTF-8", e);
    } catch (IOException e) {
      throw cannot("read", file, e);
    }
  }

  /** Deletes a file, or a folder and its content; does nothing if it does not exist. */
  public static void deleteTree(Path root) throws IOException {
    if (!Files.exists(root, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> all = Files.walk(root)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) { // content before folders
        Files.delete(path);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** Returns the exception for a file that cannot be read or written; it names the reason. */
  public static InputException cannot(String verb, Path file, IOException e) {
    String reason =
        e instanceof NoSuchFileException
            ? "no such file"
            : e instanceof java.nio.file.AccessDeniedException
                ? "permission denied"
                : e instanceof java.nio.file.FileAlreadyExistsException
                    ? "a file of that name exists"
                    : e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    String remedy =
        "write".equals(verb)
            ? "check the free space and the permissions, or choose another path"
            : "check the path";
    return new InputException("cannot %s %s: %s; %s".formatted(verb, file, reason, remedy), e);
  }

  private static void createParent(Path file) throws IOException {
    Path parent = file.toAbsolutePath().getParent();
    if (parent != null && !Files.isDirectory(parent)) {
      Files.createDirectories(parent);
    }
  }

  private static Path sibling(Path file, String suffix) {
    return file.resolveSibling("." + file.getFileName() + suffix);
  }

  private static void deleteQuietly(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException ignored) {
      // The first error is reported.
      return;
    }
  }
}
