package org.glassllm.text;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.glassllm.base.InputException;
import org.glassllm.base.SafeFiles;

/**
 * A named text that is read as a stream of UTF-8 bytes, so it may be larger than memory.
 *
 * @param name identifies the document in its corpus and in messages
 * @param content opens the bytes; each call starts at the first byte
 */
public record Document(String name, Content content) {
  private static final int BUFFER = 1 << 16;

  /** Opens a document's bytes. */
  @FunctionalInterface
  public interface Content {
    /** Returns a stream of all bytes; the caller closes it. */
    InputStream open() throws IOException;
  }

  /** Returns a document whose text is in memory. */
  public static Document of(String name, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new Document(name, () -> new ByteArrayInputStream(bytes));
  }

  /** Returns the document of a file. */
  public static Document of(Path file) {
    return new Document(file.toString(), () -> Files.newInputStream(file));
  }

  /** Opens the bytes; the caller closes the stream. */
  public InputStream open() throws IOException {
    return content.open();
  }

  /** Returns the whole text, held in memory. */
  public String text() {
    return text(Integer.MAX_VALUE - 16L);
  }

  /** Returns at most the first {@code most} characters. */
  public String text(long most) {
    StringBuilder text = new StringBuilder();
    decode(most, text::append);
    return text.toString();
  }

  /** Returns the number of {@code char}s. */
  public long length() {
    long[] length = new long[1];
    decode(Long.MAX_VALUE, block -> length[0] += block.length());
    return length[0];
  }

  /**
   * Decodes the first {@code most} characters (Java {@code char}s) block by block; a surrogate pair
   * is never divided.
   *
   * @return the number of bytes of these characters
   * @throws InputException if a byte is not UTF-8; the message gives its offset
   */
  long decode(long most, Consumer<CharBuffer> blocks) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer bytes = ByteBuffer.allocate(BUFFER);
    CharBuffer chars = CharBuffer.allocate(BUFFER);
    long offset = 0, left = most;
    try (InputStream in = open()) {
      for (boolean last = false; !last && left > 0; ) {
        int wanted = bytes.remaining();
        int read = in.readNBytes(bytes.array(), bytes.position(), wanted);
        last = read < wanted;
        bytes.position(bytes.position() + read).flip();
        chars.clear().limit((int) Math.min(BUFFER, left));
        CoderResult result = decoder.decode(bytes, chars, last);
        offset += bytes.position();
        if (result.isError()) {
          throw notUtf8(offset);
        }
        bytes.compact();
        chars.flip();
        if (result.isOverflow() && chars.length() < 2) {
          left = 0; // room for half a surrogate pair at most
        }
        left -= chars.length();
        blocks.accept(chars);
      }
    } catch (IOException e) {
      throw SafeFiles.cannot("read", Path.of(name), e);
    }
    return offset;
  }

  /** Returns the document of the bytes {@code [from, to)} of this one. */
  Document slice(long from, long to) {
    return new Document(
        name,
        () -> {
          InputStream in = open();
          in.skipNBytes(from);
          return to == Long.MAX_VALUE ? in : new First(in, to - from);
        });
  }

  private InputException notUtf8(long offset) {
    return new InputException(
        "not a UTF-8 text: %s has a wrong byte at offset %s; convert it, for example"
            + " with iconv -t UTF-8, or leave it out",
        name, offset);
  }

  /** Ends a stream after a number of bytes. */
  private static final class First extends InputStream {
    private final InputStream in;
    private long left;

    First(InputStream in, long bytes) {
      this.in = in;
      left = bytes;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      int read = left <= 0 ? -1 : in.read(into, from, (int) Math.min(length, left));
      left -= Math.max(read, 0);
      return read;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
