package org.glassllm.text;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.glassllm.base.SafeFiles;

/** The beginning of a download on the disk, and beside it which version of the file it is of. */
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

  /** The server's name for the version that the part is of; empty where it is not known. */
  String version() {
    return Files.exists(tag) ? SafeFiles.readText(tag) : "";
  }

  /** Starts anew: the old bytes go before the new version is noted, never the other way round. */
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

  /** Makes the finished part the target, at once. */
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
