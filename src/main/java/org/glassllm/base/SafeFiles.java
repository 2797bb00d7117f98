package org.glassllm.base;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Files that a crash leaves either whole or as they were: written under a temporary name, synced to
 * the disk, then renamed over the old one.
 */
public final class SafeFiles {
  private static final int BUFFER = 1 << 16;

  private SafeFiles() {}

  /** What fills a file. */
  @FunctionalInterface
  public interface Writer {
    /** Writes the whole content to {@code out}. */
    void writeTo(OutputStream out) throws IOException;
  }

  /** Replaces {@code file} atomically; where the write fails the old file stays as it was. */
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

  /** Replaces {@code file} atomically by {@code text} in UTF-8. */
  public static void replace(Path file, String text) {
    replace(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Writes a new file and forces it to the disk before it returns. */
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

  /** Renames atomically where the file system can, and makes the new name durable. */
  public static void rename(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
    syncFolder(to.toAbsolutePath().getParent());
  }

  /** Forces a folder's entries to the disk; systems that cannot open a folder need not. */
  public static void syncFolder(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Windows refuses to open a folder; there the rename itself is journalled.
      return;
    }
  }

  /** A file's text; fails with one clear line where it is missing or not UTF-8. */
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

  /** Deletes a file, or a folder with all that is in it; what is absent is no error. */
  public static void deleteTree(Path root) throws IOException {
    if (!Files.exists(root, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, IOException e) throws IOException {
            if (e != null) {
              throw e;
            }
            Files.delete(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** The exception for a file that cannot be read or written, as one line with the reason. */
  public static InputException cannot(String verb, Path file, IOException e) {
    String reason =
        e instanceof NoSuchFileException
            ? "no such file"
            : e instanceof java.nio.file.AccessDeniedException
                ? "permission denied"
                : e instanceof java.nio.file.FileAlreadyExistsException
                    ? "a file of that name is in the way"
                    : e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return new InputException(
        "cannot "
            + verb
            + " "
            + file
            + ": "
            + reason
            + ("write".equals(verb)
                ? "; check the free space and the permissions, or choose another place"
                : "; check the path"),
        e);
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
      // The first failure is the one worth telling.
      return;
    }
  }
}
