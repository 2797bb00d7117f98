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
 * Writes files atomically: under a temporary name, synced to the disk, then renamed. After a crash
 * either the old or the new file exists, never a part.
 */
public final class SafeFiles {
  /** The name of a temporary file has a dot, the target's name, this, and a random part. */
  static final String TEMPORARY = ".tmp-";

  private static final Pattern LEFTOVER = Pattern.compile("\\..+\\.(tmp(-.*)?|lock)");
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

  /** Creates a folder and the folders above it; does nothing if it exists or a link leads to it. */
  public static void createFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder);
    }
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
      return utf8(ByteBuffer.wrap(Files.readAllBytes(requireRegular(file))), file.toString());
    } catch (IOException e) {
      throw cannot("read", file, e);
    }
  }

  /**
   * Decodes UTF-8 and refuses malformed bytes.
   *
   * @param source names the text in the message
   */
  public static String utf8(ByteBuffer bytes, String source) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw new InputException(
          "not a UTF-8 text: " + source + "; convert it, for example with iconv -t UTF-8", e);
    }
  }

  /** Opens a file for reading. */
  public static FileChannel open(Path file) throws IOException {
    return FileChannel.open(requireRegular(file), StandardOpenOption.READ);
  }

  /**
   * Returns a path unless it is a pipe or a device, whose content may never end.
   *
   * @throws InputException if it is one
   */
  public static Path requireRegular(Path file) {
    if (Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file)) {
      throw new InputException("%s is a device or a pipe; give a regular file", file);
    }
    return file;
  }

  /** Deletes a file, or a folder and its content; does nothing if it does not exist. */
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

  /** Deletes the files and folders in a folder whose names match; the folder may be missing. */
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
}
