package org.glassllm.token;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Writes ids as bare little-endian numbers, the form of nanoGPT's {@code train.bin}: 16 bits each
 * where the vocabulary has at most 65,536 ids, else 32.
 */
public final class IdFile implements IdSink {
  private final OutputStream out;
  private final boolean wide;
  private byte[] buffer = new byte[1 << 16];
  private long written;

  /** A writer for the ids of a vocabulary; the caller closes {@code out}. */
  public IdFile(OutputStream out, int vocabSize) {
    this.out = out;
    this.wide = bytesPerId(vocabSize) == 4;
  }

  /** 2 or 4. */
  public static int bytesPerId(int vocabSize) {
    return vocabSize <= 1 << 16 ? 2 : 4;
  }

  @Override
  public void accept(int[] ids, int count) throws IOException {
    int size = count * (wide ? 4 : 2);
    if (buffer.length < size) {
      buffer = new byte[size];
    }
    ByteBuffer bytes = ByteBuffer.wrap(buffer).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      if (wide) {
        bytes.putInt(ids[i]);
      } else {
        bytes.putShort((short) ids[i]);
      }
    }
    out.write(buffer, 0, size);
    written += count;
  }

  /** Ids written so far. */
  public long written() {
    return written;
  }
}
