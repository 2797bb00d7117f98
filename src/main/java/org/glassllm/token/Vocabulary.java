package org.glassllm.token;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.HashMap;
import java.util.Map;

/** A file's vocabulary as it is spelled there: token to id and back, each id once. */
final class Vocabulary {
  /** Larger ids are a damaged file: the table of ids alone would take much memory. */
  static final int MAX_ID = (1 << 24) - 1;

  private final Map<String, Integer> ids = new HashMap<>();
  private final Map<Integer, String> spellings = new HashMap<>();
  private int size;

  static Vocabulary read(JsonObject vocab, String path, JsonFields fields) {
    Vocabulary vocabulary = new Vocabulary();
    for (Map.Entry<String, JsonElement> entry : vocab.entrySet()) {
      String token = entry.getKey();
      int id = fields.id(entry.getValue(), path + "[\"" + token + "\"]");
      String other = vocabulary.add(token, id);
      if (other != null) {
        throw fields.wrong(
            path + "[\"" + token + "\"]", id, "an id of its own; \"" + other + "\" has it too");
      }
    }
    if (vocabulary.size == 0) {
      throw fields.wrong(path, "{}", "an object with at least one token");
    }
    return vocabulary;
  }

  /** Adds a token; returns the other token that has this id, if there is one. */
  String add(String token, int id) {
    String other = spellings.putIfAbsent(id, token);
    if (other != null && !other.equals(token)) {
      return other;
    }
    ids.put(token, id);
    size = Math.max(size, id + 1);
    return null;
  }

  /** The id of a token, or {@code null}. */
  Integer id(String token) {
    return ids.get(token);
  }

  /** The token of an id, or {@code null}. */
  String token(int id) {
    return spellings.get(id);
  }

  /** One more than the largest id. */
  int size() {
    return size;
  }
}
