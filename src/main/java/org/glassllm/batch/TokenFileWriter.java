package org.glassllm.batch;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.glassllm.base.Check;
import org.glassllm.base.InputException;
import org.glassllm.base.PendingFile;
import org.glassllm.base.SafeFiles;

/**
 * A writer of a {@link TokenFile} that receives the ids in several calls. {@link #close} renames
 * the complete temporary file; if an id is out of range or a write fails, no file appears.
 */
public final class TokenFileWriter implements Closeable {
  private final Path file;
  private final int vocabSize;
  private final int width;
  private final PendingFile pending;
  private final OutputStream disk;
  private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
  private long count;
  private boolean failed;

  /**
   * Starts a token file under a temporary name and locks the target; no other process can write the
   * target until {@link #close}.
   *
   * @param vocabSize the vocabulary size; every id must be below it. An id takes 2 bytes for a size
   *     of at most 65,536, otherwise 4 bytes
   */
  public TokenFileWriter(Path file, int vocabSize) {
    this.file = file;
    this.vocabSize = Check.positive("vocabSize", vocabSize);
    this.width = vocabSize <= 1 << 16 ? 2 : 4;
    pending = PendingFile.locked(file);
    disk = pending.out();
    buffer.putLong(TokenFile.MAGIC).putInt(TokenFile.VERSION).putInt(width);
  }

  /** Appends all ids of an array. */
  public void write(int... ids) {
    write(ids, ids.length);
  }

  /** Appends the first n ids of an array, {@code ids[0 … n)}. */
  public void write(int[] ids, int n) {
    try {
      for (int i = 0; i < n; i++) {
        int id = ids[i];
        if (id < 0 || id >= vocabSize) {
          failed = true;
          throw Check.illegal("token id", id, "from 0 to " + (vocabSize - 1));
        }
        if (buffer.remaining() < width) {
          flush();
        }
        if (width == 2) {
          buffer.putShort((short) id);
        } else {
          buffer.putInt(id);
        }
      }
      count += n;
    } catch (IOException e) {
      failed = true;
      throw SafeFiles.cannot("write", file, e);
    }
  }

  private void flush() throws IOException {
    disk.write(buffer.array(), 0, buffer.position());
    buffer.clear();
  }

  /** An action that writes ids. */
  public interface Work {
    /** Runs the action. */
    void run() throws IOException;
  }

  /** Runs an action that writes ids; if the action fails, no file appears. */
  public void onlyIfWhole(Work work) throws IOException {
    boolean whole = false;
    try {
      work.run();
      whole = true;
    } finally {
      failed |= !whole;
    }
  }

  /** Returns the number of bytes per id, 2 or 4. */
  public int bytesPerId() {
    return width;
  }

  /** Returns the number of ids written so far. */
  public long count() {
    return count;
  }

  @Override
  public void close() {
    try (pending) {
      if (!failed) {
        flush();
        pending.commit();
      }
    } catch (IOException e) {
      throw SafeFiles.cannot("write", file, e);
    }
  }

  /** Writes a token file that contains all ids of an array. */
  public static void writeAll(Path file, int vocabSize, int... ids) throws InputException {
    try (TokenFileWriter writer = new TokenFileWriter(file, vocabSize)) {
      writer.write(ids);
    }
  }
}
