package org.glassllm.base;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Writes files atomically: writes a temporary file, syncs it to the disk and renames it. After a
 * crash, either the old or the new file exists, never a partial file.
 */
public final class SafeFiles {
  /**
   * The infix of temporary names. A temporary name is a dot, the target's name, this infix and
   * random characters.
   */
  static final String TEMPORARY = ".tmp-";

  private static final Pattern LEFTOVER = Pattern.compile("\\..+\\.(tmp(-.*)?|lock)");
  private static final int BUFFER = 1 << 16;

  private SafeFiles() {}

  /** Writes the content of a file. */
  @FunctionalInterface
  public interface Writer {
    /** Writes the complete content to {@code out}. */
    void writeTo(OutputStream out) throws IOException;
  }

  /** Replaces {@code file} atomically; if writing fails, the old file is unchanged. */
  public static void replace(Path file, Writer writer) {
    try (PendingFile pending = PendingFile.of(file)) {
      OutputStream out = new BufferedOutputStream(pending.out(), BUFFER);
      writer.writeTo(out);
      out.flush();
      pending.commit();
    } catch (IOException e) {
      throw cannot("write", file, e);
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
            StandardOpenOption.WRITE,
            LinkOption.NOFOLLOW_LINKS)) {
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

  /**
   * Creates a folder and its missing parent folders; does nothing if the folder exists or the path
   * is a link to a folder.
   */
  public static void createFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder);
    }
  }

  /**
   * Syncs a folder's entries to the disk; does nothing on Windows, where programs cannot open a
   * folder.
   */
  public static void syncFolder(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Windows: the file system journals renames.
      return;
    }
  }

  /** Returns a file's text; throws {@link InputException} if the file is missing or not UTF-8. */
  public static String readText(Path file) {
    try {
      return utf8(ByteBuffer.wrap(Files.readAllBytes(requireRegular(file))), file.toString());
    } catch (IOException e) {
      throw cannot("read", file, e);
    }
  }

  /**
   * Returns the text that UTF-8 bytes encode; throws {@link InputException} for malformed bytes.
   *
   * @param source names the text in the error message
   */
  public static String utf8(ByteBuffer bytes, String source) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw new InputException(
          "not a UTF-8 text: " + source + "; convert it to UTF-8, for example with iconv -t UTF-8",
          e);
    }
  }

  /** Opens a file for reading; throws {@link InputException} if the path is a pipe or a device. */
  public static FileChannel open(Path file) throws IOException {
    return FileChannel.open(requireRegular(file), StandardOpenOption.READ);
  }

  /**
   * Returns the given path if it is not a pipe or a device. The content of a pipe or a device may
   * never end.
   *
   * @throws InputException if the path is a pipe or a device
   */
  public static Path requireRegular(Path file) {
    if (Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file)) {
      throw new InputException("%s is a device or a pipe; give a regular file", file);
    }
    return file;
  }

  /** Deletes a file, or a folder with its content; does nothing if the path does not exist. */
  public static void deleteTree(Path root) throws IOException {
    if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
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

  /** Deletes temporary files and locks that killed processes left in a folder. */
  public static void clearLeftovers(Path folder) {
    clear(folder, LEFTOVER.asMatchPredicate());
  }

  /**
   * Deletes the files and folders in a folder whose names match; does nothing if the folder is
   * missing.
   */
  static void clear(Path folder, Predicate<String> name) {
    try (Stream<Path> all = Files.list(folder)) {
      for (Path path : all.filter(p -> name.test(p.getFileName().toString())).toList()) {
        deleteTree(path);
      }
    } catch (NoSuchFileException e) {
      return; // nothing to clear
    } catch (IOException e) {
      throw cannot("write", folder, e);
    }
  }

  /**
   * Returns the exception for a file that cannot be read or written; the message names the reason
   * and the remedy.
   */
  public static InputException cannot(String verb, Path file, IOException e) {
    String reason =
        e instanceof NoSuchFileException
            ? "no such file"
            : e instanceof java.nio.file.AccessDeniedException
                ? "permission denied"
                : e instanceof java.nio.file.FileAlreadyExistsException
                    ? "a file with that name exists already"
                    : e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    String remedy =
        "write".equals(verb)
            ? "check the free space and the permissions, or choose another path"
            : "check the path";
    return new InputException("cannot %s %s: %s; %s".formatted(verb, file, reason, remedy), e);
  }
}
