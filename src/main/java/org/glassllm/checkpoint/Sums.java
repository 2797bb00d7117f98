package org.glassllm.checkpoint;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.glassllm.base.Hash;
import org.glassllm.base.InputException;
import org.glassllm.base.SafeFiles;

/** The file {@code SHA256SUMS} of a folder, which lists the checksum of every other file. */
final class Sums {
  static final String NAME = "SHA256SUMS";
  private static final Pattern LINE = Pattern.compile("([0-9a-f]{64})  (\\S+)");

  private Sums() {}

  /** Writes the checksums of files in a folder, and syncs the folder to the disk. */
  static void write(Path folder, Collection<String> names) throws IOException {
    StringBuilder sums = new StringBuilder();
    for (String name : names) {
      sums.append(Hash.sha256(folder.resolve(name))).append("  ").append(name).append('\n');
    }
    byte[] bytes = sums.toString().getBytes(StandardCharsets.UTF_8);
    SafeFiles.writeSynced(folder.resolve(NAME), out -> out.write(bytes));
    SafeFiles.syncFolder(folder);
  }

  /**
   * Verifies the checksum of every file that a folder's {@code SHA256SUMS} lists.
   *
   * @param what names such a folder in messages, for example {@code checkpoint}
   * @param required the names that must be listed
   * @param optional the names that may be listed
   * @param remedy what to do if a file is missing or was altered
   * @throws InputException if a file is missing or differs from its checksum
   */
  static void verify(
      Path folder,
      String what,
      Collection<String> required,
      Collection<String> optional,
      String remedy) {
    Path sums = folder.resolve(NAME);
    if (!Files.exists(sums)) {
      throw new InputException(
          Files.isDirectory(folder) ? "the %s %s has no file %s; %s" : "the %s %s is lost; %4$s",
          what,
          folder,
          NAME,
          remedy);
    }
    Set<String> unchecked = new TreeSet<>(required), allowed = new TreeSet<>(optional);
    for (String line : SafeFiles.readText(sums).split("\n")) {
      Matcher entry = LINE.matcher(line);
      boolean listed =
          entry.matches() && (unchecked.remove(entry.group(2)) || allowed.remove(entry.group(2)));
      if (!listed) {
        throw new InputException(
            "%s is damaged at the line \"%s\", must list each of %s once; %s",
            sums, InputException.shown(line), required, remedy);
      }
      requireSum(folder.resolve(entry.group(2)), entry.group(1), what, remedy);
    }
    if (!unchecked.isEmpty()) {
      throw new InputException("%s does not list %s; %s", sums, unchecked, remedy);
    }
  }

  private static void requireSum(Path file, String sum, String what, String remedy) {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || !Hash.sha256(file).equals(sum)) {
      throw new InputException(
          "%s file %s was altered or truncated: the checksum differs from the entry in %s; %s",
          what, file, NAME, remedy);
    }
  }
}
