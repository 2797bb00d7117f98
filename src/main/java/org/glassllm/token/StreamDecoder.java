package org.glassllm.token;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Decodes ids as they come and gives only whole characters: one emoji may be four tokens, and a
 * terminal that gets its first byte alone shows a broken character.
 *
 * <p>All parts joined, {@link #flush()} included, equal {@link Tokenizer#decode} of all ids. Not
 * for use by several threads.
 */
public final class StreamDecoder {
  private final Tokenizer tokenizer;
  private final CharsetDecoder utf8 =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPLACE)
          .onUnmappableCharacter(CodingErrorAction.REPLACE);
  private byte[] held = new byte[0];

  /** A decoder for the ids of {@code tokenizer}. */
  public StreamDecoder(Tokenizer tokenizer) {
    this.tokenizer = tokenizer;
  }

  /** The characters that these ids complete; empty where they only begin one. */
  public String accept(int... ids) {
    return decode(tokenizer.decodeBytes(ids), false);
  }

  /** Ends the text: U+FFFD if a character is unfinished, else nothing. Then it can start anew. */
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
