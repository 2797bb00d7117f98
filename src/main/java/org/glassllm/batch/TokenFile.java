package org.glassllm.batch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.glassllm.base.InputException;
import org.glassllm.base.SafeFiles;

/**
 * A memory-mapped file of token ids. The operating system loads only the pages that the program
 * reads, so the file may be larger than memory.
 *
 * <p>All numbers are little-endian. A header of 16 bytes contains the text {@code GLASSTOK} and two
 * 32-bit numbers: the version and the bytes per id. The ids follow: 2 bytes per id for a vocabulary
 * of at most 65,536 tokens, otherwise 4 bytes. A Java buffer holds less than 2 GiB, so the file is
 * mapped in segments.
 */
public final class TokenFile implements TokenSource {
  static final int HEADER = 16;
  static final long MAGIC = 0x4B4F545353414C47L; // "GLASSTOK" read as little-endian
  static final int VERSION = 1;
  private static final int SEGMENT_SHIFT = 30; // 1 GiB per segment, a multiple of both widths

  private final List<ByteBuffer> segments = new ArrayList<>();
  private final Path file;
  private final int width;
  private final long size;

  private TokenFile(Path file, FileChannel channel, int width) throws IOException {
    this.file = file;
    this.width = width;
    long bytes = channel.size() - HEADER;
    this.size = bytes / width;
    for (long at = 0; at < bytes; at += 1L << SEGMENT_SHIFT) {
      long length = Math.min(1L << SEGMENT_SHIFT, bytes - at);
      MappedByteBuffer map = channel.map(FileChannel.MapMode.READ_ONLY, HEADER + at, length);
      segments.add(map.order(ByteOrder.LITTLE_ENDIAN));
    }
  }

  /**
   * Opens a token file.
   *
   * @throws InputException if the file is missing, truncated or not a token file
   */
  public static TokenFile open(Path file) {
    try (FileChannel channel = SafeFiles.open(file)) {
      byte[] start = Channels.newInputStream(channel).readNBytes(HEADER);
      ByteBuffer header = ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN);
      if (header.remaining() < HEADER || header.getLong() != MAGIC) {
        throw new InputException(
            "not a token file: %s; give a file that glass tokenizer encode wrote", file);
      }
      int version = header.getInt(), width = header.getInt();
      if (version != VERSION || (width != 2 && width != 4)) {
        throw new InputException(
            "token file %s has version %s and %s bytes per id, must have version %s and 2 or 4"
                + " bytes per id; encode the text again",
            file, version, width, VERSION);
      }
      if ((channel.size() - HEADER) % width != 0) {
        throw new InputException("token file %s is truncated; encode the text again", file);
      }
      return new TokenFile(file, channel, width);
    } catch (IOException e) {
      throw SafeFiles.cannot("read", file, e);
    }
  }

  /** Returns the number of bytes per id, 2 or 4. */
  public int width() {
    return width;
  }

  @Override
  public long size() {
    return size;
  }

  /**
   * {@inheritDoc}
   *
   * @throws InputException if an id is negative: the file is damaged
   */
  @Override
  public void read(long start, int[] into) {
    Objects.checkFromIndexSize(start, into.length, size);
    for (int i = 0; i < into.length; i++) {
      long at = (start + i) * width;
      ByteBuffer segment = segments.get((int) (at >>> SEGMENT_SHIFT));
      int offset = (int) (at & ((1L << SEGMENT_SHIFT) - 1));
      into[i] = width == 2 ? segment.getShort(offset) & 0xFFFF : segment.getInt(offset);
      if (into[i] < 0) {
        throw new InputException(
            "the token file %s is damaged: token %s is %s, must be 0 or greater; write it again",
            file, start + i, into[i]);
      }
    }
  }
}
