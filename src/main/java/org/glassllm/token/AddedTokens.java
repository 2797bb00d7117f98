package org.glassllm.token;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The {@code added_tokens} of a {@code tokenizer.json}: special ones, and others that are found in
 * every text before it is cut into words.
 */
record AddedTokens(Map<String, Integer> special, Map<String, Integer> always) {

  static AddedTokens read(JsonObject root, JsonFields fields) {
    AddedTokens added = new AddedTokens(new LinkedHashMap<>(), new LinkedHashMap<>());
    JsonElement list = fields.optional(root, "added_tokens");
    if (list == null) {
      return added;
    }
    JsonArray array = fields.asArray(list, "added_tokens");
    for (int i = 0; i < array.size(); i++) {
      String path = "added_tokens[" + i + "]";
      JsonObject token = fields.asObject(array.get(i), path);
      for (String flag : List.of("lstrip", "rstrip", "single_word")) {
        if (fields.flag(token, path + ".", flag, false)) {
          throw fields.wrong(path + "." + flag, true, "false: it is not supported here");
        }
      }
      String content = fields.string(token.get("content"), path + ".content");
      int id = fields.id(token.get("id"), path + ".id");
      boolean special = fields.flag(token, path + ".", "special", false);
      (special ? added.special : added.always).put(content, id);
    }
    return added;
  }

  /** Adds the tokens to the vocabulary, which may hold them already. */
  void addTo(Vocabulary vocabulary, JsonFields fields) {
    for (Map<String, Integer> group : List.of(special, always)) {
      group.forEach(
          (token, id) -> {
            Integer known = vocabulary.id(token);
            String other = known == null ? vocabulary.add(token, id) : null;
            if (known != null && !known.equals(id) || other != null) {
              String clash = other == null ? "the vocabulary's id " + known : "free: " + other;
              throw fields.wrong("added_tokens, id of \"" + token + "\"", id, clash);
            }
          });
    }
  }

  static JsonArray write(Map<String, Integer> special, Map<String, Integer> always) {
    JsonArray array = new JsonArray();
    Map<Integer, String> byId = new java.util.TreeMap<>();
    special.forEach((token, id) -> byId.put(id, token));
    always.forEach((token, id) -> byId.put(id, token));
    byId.forEach(
        (id, token) -> {
          JsonObject entry = new JsonObject();
          entry.addProperty("id", id);
          entry.addProperty("content", token);
          entry.addProperty("single_word", false);
          entry.addProperty("lstrip", false);
          entry.addProperty("rstrip", false);
          entry.addProperty("normalized", false);
          entry.addProperty("special", special.containsKey(token));
          array.add(entry);
        });
    return array;
  }
}
