package org.glassllm.text.download;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.glassllm.base.LockFile;
import org.glassllm.base.SafeFiles;

/**
 * The file of an incomplete download. Only one download at a time can use the file.
 *
 * @param path the path of the file, {@code NAME.part}
 * @param tag the file {@code NAME.part.tag}, which stores the version that the server reported
 * @param lock the lock of the target
 */
record PartFile(Path path, Path tag, LockFile lock) implements Closeable {
  PartFile(Path target) {
    this(
        target.resolveSibling(target.getFileName() + ".part"),
        target.resolveSibling(target.getFileName() + ".part.tag"),
        LockFile.of(target));
  }

  long size() throws IOException {
    return Files.exists(path) ? Files.size(path) : 0;
  }

  /** Returns the version of the downloaded bytes, as the server reported it; empty if unknown. */
  String version() {
    return Files.exists(tag) ? SafeFiles.readText(tag) : "";
  }

  /**
   * Starts the download again. Deletes the old bytes before the new version is stored, so a crash
   * cannot mix two versions.
   */
  void restart(String version) throws IOException {
    Files.deleteIfExists(path);
    SafeFiles.replace(tag, version);
  }

  OutputStream append() throws IOException {
    return Files.newOutputStream(
        path, StandardOpenOption.CREATE, StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS);
  }

  /** Returns whether the downloaded bytes start like an HTML page. */
  boolean isWebPage() throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      String start = new String(in.readNBytes(1000), StandardCharsets.ISO_8859_1);
      return start.matches("(?is)[^<a-z]*<(!doctype )?html.*");
    }
  }

  void delete() throws IOException {
    Files.deleteIfExists(path);
    Files.deleteIfExists(tag);
  }

  /** Syncs the complete file to the disk and renames the file to the target. */
  void moveTo(Path target) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    SafeFiles.rename(path, target);
    Files.deleteIfExists(tag);
  }

  @Override
  public void close() {
    lock.close();
  }
}
