package org.glassllm.token.bpe;

import java.util.Arrays;
import java.util.Set;

/** A table that maps each id to the bytes of its token, and bytes to the id. */
final class TokenBytes {
  private static final byte[] NONE = {};

  private final ByteStrings strings = new ByteStrings();

  /**
   * Creates the table.
   *
   * @param tokens the bytes of each id; {@code null} for an unused id
   * @param hidden ids that {@link #find} does not return
   */
  TokenBytes(byte[][] tokens, Set<Integer> hidden) {
    for (int id = 0; id < tokens.length; id++) {
      byte[] token = tokens[id] == null ? NONE : tokens[id];
      long hash = ByteHash.of(token, 0, token.length);
      boolean known = strings.find(hash, token, 0, token.length) >= 0;
      strings.append(hash, token, 0, token.length);
      if (token.length > 0 && !known && !hidden.contains(id)) {
        strings.index(id);
      }
    }
  }

  int size() {
    return strings.size();
  }

  /** Returns the length of a token in bytes; 0 for an unused id. */
  int length(int id) {
    return strings.length(id);
  }

  void copy(int id, byte[] to, int at) {
    System.arraycopy(strings.bytes(), strings.start(id), to, at, length(id));
  }

  /**
   * Returns the id of the token {@code text[from, to)}, or -1 if there is none. If two tokens are
   * equal, returns the smaller id.
   */
  int find(byte[] text, int from, int to) {
    return strings.find(ByteHash.of(text, from, to), text, from, to);
  }

  /** Returns the id of each byte, or -1 for a byte without a token. */
  int[] byteIds() {
    int[] ids = new int[256];
    Arrays.setAll(ids, b -> find(new byte[] {(byte) b}, 0, 1));
    return ids;
  }
}
