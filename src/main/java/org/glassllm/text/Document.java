package org.glassllm.text;

import com.google.common.io.ByteSource;
import com.google.common.io.MoreFiles;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.glassllm.base.InputException;
import org.glassllm.base.SafeFiles;

/**
 * A named text that is read as a stream of UTF-8 bytes, so the text may be larger than memory.
 *
 * @param name the name of the document in its corpus and in messages
 * @param content the UTF-8 bytes, readable any number of times
 */
public record Document(String name, ByteSource content) {
  private static final int BUFFER = 1 << 16;

  /** Receives the characters of a text block by block. */
  @FunctionalInterface
  public interface Blocks {
    /** Receives the next block; the buffer is valid only during this call. */
    void accept(CharBuffer block) throws IOException;
  }

  /** Returns a document whose text is held in memory. */
  public static Document of(String name, String text) {
    return new Document(name, ByteSource.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Returns the document of a file. */
  public static Document of(Path file) {
    return new Document(file.toString(), MoreFiles.asByteSource(file));
  }

  /**
   * Returns a stream of the bytes, which the caller must close. Each read notifies {@link
   * TextProgress}.
   */
  public InputStream open() throws IOException {
    return new FilterInputStream(content.openStream()) {
      @Override
      public int read(byte[] into, int from, int length) throws IOException {
        int read = super.read(into, from, length);
        if (read > 0) {
          TextProgress.report(read);
        }
        return read;
      }
    };
  }

  /** Returns the complete text, held in memory. */
  public String text() {
    return text(Integer.MAX_VALUE - 16L);
  }

  /** Returns the first {@code most} characters, or the complete text if the document is shorter. */
  public String text(long most) {
    StringBuilder text = new StringBuilder();
    decode(most, text::append);
    return text.toString();
  }

  /**
   * Returns the length of the text in {@code char}s; reads the complete document.
   *
   * @throws InputException if the document is not UTF-8, or looks like UTF-16 or UTF-32
   */
  public long length() {
    long[] length = new long[1];
    Blocks counting =
        block -> {
          if (length[0] == 0) {
            requireText(block);
          }
          length[0] += block.length();
        };
    decode(Long.MAX_VALUE, counting);
    return length[0];
  }

  /**
   * Throws if more than a quarter of the characters are control characters. Text in UTF-16 or
   * UTF-32 has many zero bytes, which are control characters in UTF-8.
   */
  private void requireText(CharBuffer start) {
    long controls = start.chars().filter(c -> c < ' ' && !Character.isWhitespace(c)).count();
    if (controls * 4 > start.length()) {
      throw new InputException(
          "not a UTF-8 text: %s looks like UTF-16 or UTF-32, because %s of the first %s characters"
              + " are control characters; convert the file, for example with"
              + " iconv -f UTF-16LE -t UTF-8",
          name, controls, start.length());
    }
  }

  /**
   * Decodes the first {@code most} characters (Java {@code char}s) block by block. A surrogate pair
   * is never divided.
   *
   * @return the number of bytes of the decoded characters
   * @throws InputException if a byte is not UTF-8; the message gives the offset of the byte
   */
  public long decode(long most, Blocks blocks) {
    try (InputStream in = open()) {
      return decode(in, name, most, blocks);
    } catch (IOException e) {
      throw SafeFiles.cannot("read", Path.of(name), e);
    }
  }

  /**
   * Decodes a stream as {@link #decode(long, Blocks)} does; {@code name} names the stream in
   * messages.
   */
  public static long decode(InputStream in, String name, long most, Blocks blocks)
      throws IOException {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer bytes = ByteBuffer.allocate(BUFFER);
    CharBuffer chars = CharBuffer.allocate(BUFFER);
    long offset = 0, left = most;
    for (boolean last = false; !last && left > 0; ) {
      int wanted = bytes.remaining();
      int read = in.readNBytes(bytes.array(), bytes.position(), wanted);
      last = read < wanted;
      bytes.position(bytes.position() + read).flip();
      chars.clear().limit((int) Math.min(BUFFER, left));
      CoderResult result = decoder.decode(bytes, chars, last);
      offset += bytes.position();
      if (result.isError()) {
        throw new InputException(
            "not a UTF-8 text: %s has a wrong byte at offset %s; convert the file, for example with"
                + " iconv -t UTF-8, or remove the file",
            name, offset);
      }
      bytes.compact();
      chars.flip();
      if (result.isOverflow() && chars.length() < 2) {
        left = 0; // the remaining space is too small for a surrogate pair
      }
      left -= chars.length();
      blocks.accept(chars);
    }
    return offset;
  }

  /** Returns a document that contains the bytes {@code [from, to)} of this document. */
  Document slice(long from, long to) {
    return new Document(name, content.slice(from, to - from));
  }
}
