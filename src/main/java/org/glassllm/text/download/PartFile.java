package org.glassllm.text.download;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.glassllm.base.SafeFiles;

/** The partial download on disk, and a file beside it with the version that the server reported. */
final class PartFile {
  private final Path part;
  private final Path tag;

  PartFile(Path target) {
    part = target.resolveSibling(target.getFileName() + ".part");
    tag = target.resolveSibling(target.getFileName() + ".part.tag");
  }

  Path path() {
    return part;
  }

  long size() {
    try {
      return Files.exists(part) ? Files.size(part) : 0;
    } catch (IOException e) {
      throw SafeFiles.cannot("read", part, e);
    }
  }

  /** Returns the server's version of the part; empty if unknown. */
  String version() {
    return Files.exists(tag) ? SafeFiles.readText(tag) : "";
  }

  /** Starts again. Truncates before it stores the version: a crash must not mix two versions. */
  void restart(String version) {
    try {
      Files.newOutputStream(part).close();
    } catch (IOException e) {
      throw SafeFiles.cannot("write", part, e);
    }
    SafeFiles.replace(tag, version);
  }

  OutputStream append() throws IOException {
    return Files.newOutputStream(part, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  void delete() {
    try {
      Files.deleteIfExists(part);
      Files.deleteIfExists(tag);
    } catch (IOException e) {
      throw SafeFiles.cannot("write", part, e);
    }
  }

  /** Syncs the complete part and renames it to the target. */
  void moveTo(Path target) {
    try {
      try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      SafeFiles.rename(part, target);
      Files.deleteIfExists(tag);
    } catch (IOException e) {
      throw SafeFiles.cannot("write", target, e);
    }
  }
}
