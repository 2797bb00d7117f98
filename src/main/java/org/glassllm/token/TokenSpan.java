package org.glassllm.token;

import java.util.ArrayList;
import java.util.List;

/**
 * A token and the characters that it covers. A token with some bytes of a character covers the
 * complete character, so adjacent spans may overlap. Hugging Face's library has the same rule.
 *
 * @param id id of the token
 * @param start index of the first covered {@code char} of the text
 * @param end index after the last covered {@code char}
 */
public record TokenSpan(int id, int start, int end) {

  /** Returns one span for each of {@code ids}, which must be the encoding of {@code text}. */
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
