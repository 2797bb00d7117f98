package org.glassllm.token.files;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.glassllm.base.InputException;
import org.glassllm.base.JsonField;
import org.glassllm.token.ByteAlphabet;
import org.glassllm.token.Merge;
import org.glassllm.token.Utf8;

/** The vocabulary in a tokenizer file: a one-to-one map between tokens and ids. */
final class Vocabulary {
  /**
   * Maximum number of unused ids, in addition to one unused id per token; the limit bounds memory.
   */
  private static final int UNUSED = 1 << 16;

  private final JsonField field;
  private final Map<String, Integer> ids = new HashMap<>();
  private final Map<Integer, String> spellings = new HashMap<>();
  private final int mostIds;
  private int size;

  Vocabulary(JsonField field) {
    this.field = field;
    mostIds = 2 * field.object().size() + UNUSED;
    field.object().keySet().forEach(token -> add(token, field.entry(token)));
    if (size == 0) {
      throw field.wrong("an object with at least one token");
    }
  }

  /** Adds a token; does nothing if the vocabulary already holds the token with the same id. */
  void add(String token, JsonField field) {
    int id = (int) field.whole(0, mostIds - 1);
    Integer known = ids.putIfAbsent(token, id);
    String other = spellings.putIfAbsent(id, token);
    if (known != null && known != id) {
      throw field.wrong(
          known + ", the id of \"" + InputException.shown(token) + "\" in the vocabulary");
    }
    if (other != null && !other.equals(token)) {
      throw field.wrong("a free id; \"" + InputException.shown(other) + "\" has this one");
    }
    size = Math.max(size, id + 1);
  }

  /**
   * Returns the merge of two tokens, or {@code null} if a part or the concatenation is not a token.
   */
  Merge merge(String left, String right) {
    Integer result = ids.get(left + right);
    return result != null && ids.containsKey(left) && ids.containsKey(right)
        ? new Merge(ids.get(left), ids.get(right), result)
        : null;
  }

  /** Returns whether a token is in the vocabulary. */
  boolean has(String token) {
    return ids.containsKey(token);
  }

  /** Returns the token of an id, or {@code null} if the id is unused. */
  String token(int id) {
    return spellings.get(id);
  }

  /** Returns the largest id plus 1. */
  int size() {
    return size;
  }

  /**
   * Returns the bytes of each id; {@code null} for an unused id.
   *
   * @param plain special and added tokens, which are not spelled in GPT-2's byte alphabet
   */
  byte[][] tokens(Set<String> plain) {
    byte[][] tokens = new byte[size][];
    for (String token : ids.keySet()) {
      byte[] bytes = plain.contains(token) ? Utf8.bytes(token) : ByteAlphabet.decode(token);
      if (bytes == null || bytes.length == 0) {
        throw wrong(token, "a token in GPT-2's byte alphabet");
      }
      tokens[ids.get(token)] = bytes;
    }
    return tokens;
  }

  InputException wrong(String token, String mustBe) {
    return field.entry(token).wrong(mustBe);
  }
}
