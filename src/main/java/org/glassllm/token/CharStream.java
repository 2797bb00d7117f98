package org.glassllm.token;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.glassllm.base.InputException;

/** Encodes a stream of UTF-8 character by character in bounded memory. */
final class CharStream {
  private static final int CHARS = 1 << 16;

  private CharStream() {}

  static void encode(CharTokenizer tokenizer, InputStream in, IdSink sink) throws IOException {
    Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder());
    char[] chars = new char[CHARS];
    int held = 0;
    try {
      while (true) {
        int read = reader.read(chars, held, CHARS - held);
        int count = held + Math.max(read, 0);
        boolean cut = read >= 0 && count > 0 && Character.isHighSurrogate(chars[count - 1]);
        held = cut ? 1 : 0;
        int[] ids = tokenizer.encode(CharBuffer.wrap(chars, 0, count - held));
        sink.accept(ids, ids.length);
        if (read < 0) {
          return;
        }
        chars[0] = cut ? chars[count - 1] : 0;
      }
    } catch (CharacterCodingException e) {
      throw new InputException(
          "the stream is not UTF-8; convert it, for example with iconv -t UTF-8", e);
    }
  }
}
