package org.glassllm.batch;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.glassllm.base.Check;
import org.glassllm.base.InputException;
import org.glassllm.base.SafeFiles;

/**
 * Writes a {@link TokenFile} as ids arrive. The file appears under its name when it is whole, by
 * {@link #close}; where an id is out of range or a write fails, it does not appear.
 */
public final class TokenFileWriter implements Closeable {
  private final Path file;
  private final Path temporary;
  private final int vocabSize;
  private final int width;
  private final FileOutputStream disk;
  private final OutputStream out;
  private final ByteBuffer buffer = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
  private long count;
  private boolean failed;

  /**
   * @param file where to
   * @param vocabSize ids lie below it; up to 65,536 they take 2 bytes each, else 4
   */
  public TokenFileWriter(Path file, int vocabSize) {
    this.file = file;
    this.vocabSize = Check.positive("vocabSize", vocabSize);
    this.width = vocabSize <= 1 << 16 ? 2 : 4;
    this.temporary = file.resolveSibling("." + file.getFileName() + ".tmp");
    try {
      disk = new FileOutputStream(temporary.toFile());
      out = new BufferedOutputStream(disk, 1 << 16);
      out.write(
          ByteBuffer.allocate(TokenFile.HEADER)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putLong(TokenFile.MAGIC)
              .putInt(TokenFile.VERSION)
              .putInt(width)
              .array());
    } catch (IOException e) {
      throw SafeFiles.cannot("write", file, e);
    }
  }

  /** Appends ids. */
  public void write(int... ids) {
    try {
      for (int id : ids) {
        if (id < 0 || id >= vocabSize) {
          failed = true;
          throw Check.illegal("token id", id, "from 0 to " + (vocabSize - 1));
        }
        buffer.putInt(0, id);
        out.write(buffer.array(), 0, width);
      }
      count += ids.length;
    } catch (IOException e) {
      failed = true;
      throw SafeFiles.cannot("write", file, e);
    }
  }

  /** Work that writes ids. */
  public interface Work {
    /** Does it. */
    void run() throws IOException;
  }

  /** Does work; if it fails in any way, the file does not appear. */
  public void onlyIfWhole(Work work) throws IOException {
    boolean whole = false;
    try {
      work.run();
      whole = true;
    } finally {
      failed |= !whole;
    }
  }

  /** Bytes that an id takes: 2 or 4. */
  public int bytesPerId() {
    return width;
  }

  /** Number of ids written so far. */
  public long count() {
    return count;
  }

  @Override
  public void close() {
    try {
      onlyIfWhole(
          () -> {
            out.flush();
            disk.getFD().sync(); // a rename may reach the disk before what was written
          });
    } catch (IOException e) {
      throw SafeFiles.cannot("write", file, e);
    } finally {
      finish();
    }
  }

  private void finish() {
    try {
      disk.close();
      if (failed) {
        Files.deleteIfExists(temporary);
      } else {
        SafeFiles.rename(temporary, file);
      }
    } catch (IOException e) {
      throw SafeFiles.cannot("write", file, e);
    }
  }

  /** Writes all ids of an array. */
  public static void writeAll(Path file, int vocabSize, int... ids) throws InputException {
    try (TokenFileWriter writer = new TokenFileWriter(file, vocabSize)) {
      writer.write(ids);
    }
  }
}
