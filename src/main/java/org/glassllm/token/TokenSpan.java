package org.glassllm.token;

import java.util.ArrayList;
import java.util.List;

/**
 * A token and the characters it covers. Where a token holds only a part of a character's bytes it
 * covers the whole character, so the spans of neighbours may overlap (Hugging Face's rule).
 *
 * @param id the token
 * @param start index of the first covered {@code char} of the text
 * @param end index after the last covered {@code char}
 */
public record TokenSpan(int id, int start, int end) {

  /** Finds the characters of {@code ids}, which are the encoding of {@code text}. */
  static List<TokenSpan> locate(Tokenizer tokenizer, CharSequence text, int[] ids) {
    List<TokenSpan> spans = new ArrayList<>(ids.length);
    Walk walk = new Walk(text);
    long bytes = 0;
    for (int id : ids) {
      int length = tokenizer.decodeBytes(id).length;
      int start = walk.charOf(bytes);
      bytes += length;
      int end = length == 0 ? start : walk.charOf(bytes - 1) + walk.width;
      spans.add(new TokenSpan(id, start, end));
    }
    return spans;
  }

  /** Walks a text forward, knowing for each byte of its UTF-8 the character that it belongs to. */
  private static final class Walk {
    private final CharSequence text;
    private int at;
    private long byteAt;
    private int width;
    private int bytes;

    Walk(CharSequence text) {
      this.text = text;
      measure();
    }

    int charOf(long byteIndex) {
      while (byteIndex >= byteAt + bytes && at < text.length()) {
        byteAt += bytes;
        at += width;
        measure();
      }
      return at;
    }

    private void measure() {
      if (at >= text.length()) {
        width = 0;
        bytes = 0;
        return;
      }
      int codePoint = Character.codePointAt(text, at);
      width = Character.charCount(codePoint);
      bytes = Utf8.length(codePoint);
    }
  }
}
