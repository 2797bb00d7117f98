package org.glassllm.base;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.UUID;

/**
 * A file that appears complete or not at all. The bytes go to a temporary file in the target's
 * folder, under a new name that no other process uses. Links are not followed.
 *
 * <pre>{@code
 * try (PendingFile file = PendingFile.locked(target)) {
 *   file.out().write(bytes);
 *   file.commit(); // without commit(), close() deletes the temporary file
 * }
 * }</pre>
 */
public final class PendingFile implements Closeable {
  private final Path target;
  private final Path temporary;
  private final Optional<LockFile> lock;
  private final FileChannel channel;

  private PendingFile(Path target, Optional<LockFile> lock) {
    this.target = target;
    this.lock = lock;
    temporary = target.resolveSibling(prefix(target) + UUID.randomUUID());
    try {
      SafeFiles.createFolder(target.toAbsolutePath().getParent());
      channel =
          FileChannel.open(
              temporary,
              StandardOpenOption.CREATE_NEW,
              StandardOpenOption.WRITE,
              LinkOption.NOFOLLOW_LINKS);
    } catch (IOException e) {
      lock.ifPresent(LockFile::close);
      throw SafeFiles.cannot("write", target, e);
    }
  }

  /**
   * Returns a new pending file without a lock. If several pending files have one target, the last
   * commit replaces the others.
   */
  public static PendingFile of(Path target) {
    return new PendingFile(target, Optional.empty());
  }

  /**
   * Returns a new pending file and locks the target: no other process can write the target until
   * the lock is released. Deletes temporary files that killed processes left for this target.
   *
   * @throws InputException if another process writes the target
   */
  public static PendingFile locked(Path target) {
    LockFile lock = LockFile.of(target);
    try {
      SafeFiles.clear(target.toAbsolutePath().getParent(), name -> name.startsWith(prefix(target)));
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
    return new PendingFile(target, Optional.of(lock));
  }

  private static String prefix(Path target) {
    return "." + target.getFileName() + SafeFiles.TEMPORARY;
  }

  /** Returns an unbuffered stream that writes at the end of the temporary file. */
  public OutputStream out() {
    return Channels.newOutputStream(channel);
  }

  /** Syncs the temporary file to the disk and renames it to the target. */
  public void commit() throws IOException {
    channel.force(true); // otherwise the rename may reach the disk before the bytes
    channel.close();
    SafeFiles.rename(temporary, target);
  }

  /** Deletes the temporary file unless {@link #commit} renamed it; releases the lock. */
  @Override
  public void close() {
    try {
      channel.close();
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      throw SafeFiles.cannot("write", target, e);
    } finally {
      lock.ifPresent(LockFile::close);
    }
  }
}
