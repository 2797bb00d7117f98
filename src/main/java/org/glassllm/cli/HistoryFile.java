package org.glassllm.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.glassllm.base.SafeFiles;
import org.jline.reader.LineReader;
import org.jline.reader.impl.history.DefaultHistory;

/**
 * The lines of all chats in a file that only its owner can read. The first line creates the file.
 */
final class HistoryFile extends DefaultHistory {
  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
  private static final Set<PosixFilePermission> OWNER_FILE =
      PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> OWNER_FOLDER =
      PosixFilePermissions.fromString("rwx------");

  private final Path file;
  private final Consumer<String> warning;
  private boolean failed;

  /**
   * Creates a history.
   *
   * @param warning receives one line if the file cannot be read or written; the history then
   *     contains the lines of this chat only
   */
  HistoryFile(Path file, Consumer<String> warning) {
    this.file = file;
    this.warning = warning;
  }

  /**
   * Returns the path of the file in the user's state folder: {@code $XDG_STATE_HOME}, by default
   * {@code ~/.local/state}.
   */
  static Path location(Map<String, String> environment, Path home) {
    Path state = Path.of(environment.getOrDefault("XDG_STATE_HOME", ""));
    Path folder = state.isAbsolute() ? state : home.resolve(".local/state");
    return folder.resolve("glassllm").resolve("chat-history");
  }

  @Override
  public void attach(LineReader reader) {
    reader.setVariable(LineReader.HISTORY_FILE, file);
    super.attach(reader);
  }

  @Override
  public void load() {
    attempt("read", super::load);
  }

  @Override
  public void save() {
    attempt(
        "write",
        () -> {
          if (!Files.exists(file)) {
            Files.createDirectories(file.getParent(), only(OWNER_FOLDER));
            Files.createFile(file, only(OWNER_FILE));
          } else if (POSIX) {
            Files.setPosixFilePermissions(file, OWNER_FILE);
          }
          super.save();
        });
  }

  private interface Access {
    void run() throws IOException;
  }

  private void attempt(String verb, Access access) {
    if (failed) {
      return;
    }
    try {
      access.run();
    } catch (IOException e) {
      failed = true;
      warning.accept(
          SafeFiles.cannot(verb, file, e).getMessage() + "; --no-history keeps no history");
    } catch (IllegalArgumentException | UncheckedIOException e) { // damaged lines
      failed = true;
      warning.accept(
          file + " is not a history of glass chat; delete the file, or use --no-history");
    }
  }

  private static FileAttribute<?>[] only(Set<PosixFilePermission> permissions) {
    return POSIX
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
        : new FileAttribute<?>[0];
  }
}
