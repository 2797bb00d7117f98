package org.glassllm.token;

import java.util.ArrayList;
import java.util.List;

/**
 * A token and the characters it covers. A token that holds part of a character's bytes covers the
 * whole character, so adjacent spans may overlap (Hugging Face's rule).
 *
 * @param id the token
 * @param start index of the first covered {@code char} of the text
 * @param end index after the last covered {@code char}
 */
public record TokenSpan(int id, int start, int end) {

  /** Returns the spans of {@code ids}, the encoding of {@code text}. */
  static List<TokenSpan> locate(Tokenizer tokenizer, CharSequence text, int... ids) {
    int[] charOfByte = new int[Utf8.bytes(text).length];
    for (int at = 0, bytes = 0; at < text.length(); ) {
      int codePoint = Character.codePointAt(text, at);
      for (int k = Utf8.length(codePoint); k > 0; k--) {
        charOfByte[bytes++] = at;
      }
      at += Character.charCount(codePoint);
    }
    List<TokenSpan> spans = new ArrayList<>(ids.length);
    int bytes = 0;
    for (int id : ids) {
      int start = charOfByte[bytes];
      bytes += tokenizer.decodeBytes(id).length;
      int last = charOfByte[bytes - 1];
      spans.add(
          new TokenSpan(id, start, last + Character.charCount(Character.codePointAt(text, last))));
    }
    return spans;
  }
}
