package org.glassllm.text.download;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.glassllm.base.SafeFiles;

/**
 * The partial download on disk.
 *
 * @param path the file
 * @param tag the file beside it that stores the version that the server reported
 */
record PartFile(Path path, Path tag) {
  PartFile(Path target) {
    this(
        target.resolveSibling(target.getFileName() + ".part"),
        target.resolveSibling(target.getFileName() + ".part.tag"));
  }

  long size() throws IOException {
    return Files.exists(path) ? Files.size(path) : 0;
  }

  /** Returns the server's version of the part; empty if unknown. */
  String version() {
    return Files.exists(tag) ? SafeFiles.readText(tag) : "";
  }

  /** Starts again. Truncates before it stores the version: a crash must not mix two versions. */
  void restart(String version) throws IOException {
    Files.newOutputStream(path).close();
    SafeFiles.replace(tag, version);
  }

  OutputStream append() throws IOException {
    return Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  void delete() throws IOException {
    Files.deleteIfExists(path);
    Files.deleteIfExists(tag);
  }

  /** Syncs the complete part and renames it to the target. */
  void moveTo(Path target) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    SafeFiles.rename(path, target);
    Files.deleteIfExists(tag);
  }
}
