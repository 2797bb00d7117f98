package org.glassllm.base;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A lock that one process and one thread can hold. The operating system releases the lock when the
 * process dies.
 *
 * <p>Closing the lock deletes the lock file. Another process may delete the file between opening
 * and locking. A lock on a deleted file excludes nobody. So a lock is valid only if the path still
 * names the opened file.
 */
public final class LockFile implements Closeable {
  /**
   * The lock files that this process holds. Closing a channel releases all locks of the process on
   * a file, so the process opens each file once.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private static final int ATTEMPTS = 10;

  private final Path file;
  private final FileChannel channel;
  private final Object key;

  private LockFile(Path file, FileChannel channel, Object key) {
    this.file = file;
    this.channel = channel;
    this.key = key;
  }

  /**
   * Takes and returns a lock; creates the lock file and the folder of the lock file.
   *
   * @param refusal the message if another process or thread holds the lock
   */
  public static LockFile take(Path file, String refusal) {
    try {
      Path folder = file.toAbsolutePath().getParent();
      SafeFiles.createFolder(folder);
      Path real = folder.toRealPath().resolve(file.getFileName());
      if (HELD.add(real)) {
        LockFile lock = null;
        try {
          for (int i = 0; i < ATTEMPTS && lock == null; i++) {
            lock = attempt(real);
          }
          if (lock != null) {
            return lock;
          }
        } finally {
          if (lock == null) {
            HELD.remove(real);
          }
        }
      }
      throw new InputException(refusal);
    } catch (IOException e) {
      throw SafeFiles.cannot("write", file, e);
    }
  }

  /** Takes the lock of a file that the caller will write; the lock file is in the same folder. */
  public static LockFile of(Path target) {
    return take(
        target.resolveSibling("." + target.getFileName() + ".lock"),
        "another process is writing "
            + target
            + "; wait until that process ends, or choose another file");
  }

  /**
   * Returns the lock, or null if another process holds the lock, or created or deleted the file.
   */
  private static LockFile attempt(Path file) throws IOException {
    try {
      if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
        Files.createFile(file);
      }
      Object key =
          key(file); // read before opening: an equal key after locking shows that the file is the
      // same
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
      LockFile lock = new LockFile(file, channel, key);
      if (channel.tryLock() != null && lock.isHeld()) {
        return lock;
      }
      channel.close();
      return null;
    } catch (FileAlreadyExistsException | NoSuchFileException e) {
      return null;
    }
  }

  /** Returns the key by which the file system identifies the file of a path; null on Windows. */
  private static Object key(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
        .fileKey();
  }

  /**
   * Returns whether the path still names the locked file; another process may have replaced the
   * file.
   */
  public boolean isHeld() {
    try {
      return Objects.equals(key, key(file));
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    try (channel) {
      if (isHeld()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw SafeFiles.cannot("write", file, e);
    } finally {
      HELD.remove(file);
    }
  }
}
