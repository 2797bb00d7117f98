package org.glassllm.token;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Decodes ids one by one and returns only complete characters. One emoji may span four tokens; a
 * terminal would show the first byte of the emoji as a broken character.
 *
 * <p>All returned texts, including that of {@link #flush()}, concatenate to {@link
 * Tokenizer#decode} of all ids. Not thread-safe.
 */
public final class StreamDecoder {
  private final Tokenizer tokenizer;
  private final CharsetDecoder utf8 =
      StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPLACE);
  private byte[] held = {};

  /** Creates a decoder for the ids of {@code tokenizer}. */
  public StreamDecoder(Tokenizer tokenizer) {
    this.tokenizer = tokenizer;
  }

  /** Returns the characters that these ids complete; the text may be empty. */
  public String accept(int... ids) {
    return decode(tokenizer.decodeBytes(ids), false);
  }

  /**
   * Ends the text and resets the decoder. Returns U+FFFD if the last character is incomplete,
   * otherwise an empty text.
   */
  public String flush() {
    String rest = decode(new byte[0], true);
    utf8.reset();
    return rest;
  }

  private String decode(byte[] more, boolean end) {
    ByteBuffer in = ByteBuffer.allocate(held.length + more.length).put(held).put(more).flip();
    CharBuffer out = CharBuffer.allocate(in.remaining() + 1);
    utf8.decode(in, out, end);
    if (end) {
      utf8.flush(out);
    }
    held = new byte[in.remaining()];
    in.get(held);
    return out.flip().toString();
  }
}
