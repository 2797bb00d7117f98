package org.glassllm.text;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.glassllm.base.InputException;
import org.glassllm.base.SafeFiles;

/**
 * Reads UTF-8 strictly and piece by piece: a wrong byte is told with its place, and of a file of
 * some hundred megabytes only the characters are in memory, not the bytes as well.
 */
final class TextFile {
  private static final int BUFFER = 1 << 16;

  private TextFile() {}

  /** The file's text, exactly as it stands there. */
  static String read(Path file) {
    try (FileChannel channel = FileChannel.open(file)) {
      long size = channel.size();
      if (size > Integer.MAX_VALUE - 16L) {
        throw new InputException(
            file + " has " + size + " bytes, a text may have 2 GiB; split it into several files");
      }
      return decode(channel, (int) size, file);
    } catch (IOException e) {
      throw SafeFiles.cannot("read", file, e);
    }
  }

  private static String decode(FileChannel channel, int size, Path file) throws IOException {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    StringBuilder text = new StringBuilder(size);
    ByteBuffer bytes = ByteBuffer.allocate(BUFFER);
    CharBuffer chars = CharBuffer.allocate(BUFFER);
    long offset = 0;
    boolean last = false;
    while (!last) {
      last = channel.read(bytes) < 0;
      bytes.flip();
      CoderResult result = decoder.decode(bytes, chars, last);
      if (result.isError()) {
        throw notUtf8(file, offset + bytes.position());
      }
      offset += bytes.position();
      bytes.compact();
      chars.flip();
      text.append(chars);
      chars.clear();
    }
    return text.toString();
  }

  private static InputException notUtf8(Path file, long offset) {
    return new InputException(
        "not a UTF-8 text: "
            + file
            + " has a wrong byte at offset "
            + offset
            + "; convert it, for example with iconv -t UTF-8, or leave it out");
  }
}
