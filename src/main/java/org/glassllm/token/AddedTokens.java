package org.glassllm.token;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The {@code added_tokens} of a {@code tokenizer.json}: special ones, and others that are found in
 * every text before it is cut into words. We note a token's roles in its entry; other readers pass
 * over that, and where no entry has any the usual spellings tell the roles.
 */
record AddedTokens(
    Map<String, Integer> special, Map<String, Integer> always, Map<SpecialRole, String> roles) {

  private static final String ROLES = "roles";

  static AddedTokens read(JsonObject root, JsonFields fields) {
    AddedTokens added =
        new AddedTokens(
            new LinkedHashMap<>(), new LinkedHashMap<>(), new EnumMap<>(SpecialRole.class));
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
      JsonElement roles = fields.optional(token, ROLES);
      if (roles != null) {
        added.readRoles(fields.asArray(roles, path + "." + ROLES), path, content, fields);
      }
    }
    return added;
  }

  private void readRoles(JsonArray array, String path, String content, JsonFields fields) {
    for (JsonElement element : array) {
      String name = fields.string(element, path + "." + ROLES);
      SpecialRole role =
          Arrays.stream(SpecialRole.values())
              .filter(known -> known.key().equals(name))
              .findFirst()
              .orElseThrow(() -> fields.wrong(path + "." + ROLES, name, "a role such as pad"));
      roles.put(role, content);
    }
  }

  /** The special tokens with the roles that the file names or, failing that, the usual ones. */
  SpecialTokens specials() {
    return roles.isEmpty() ? SpecialTokens.of(special) : new SpecialTokens(special, roles);
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

  static JsonArray write(SpecialTokens specials, Map<String, Integer> always) {
    Map<Integer, String> byId = new TreeMap<>();
    specials.ids().forEach((token, id) -> byId.put(id, token));
    always.forEach((token, id) -> byId.put(id, token));
    JsonArray array = new JsonArray();
    byId.forEach((id, token) -> array.add(entry(id, token, specials)));
    return array;
  }

  private static JsonObject entry(int id, String token, SpecialTokens specials) {
    JsonObject entry = new JsonObject();
    entry.addProperty("id", id);
    entry.addProperty("content", token);
    entry.addProperty("single_word", false);
    entry.addProperty("lstrip", false);
    entry.addProperty("rstrip", false);
    entry.addProperty("normalized", false);
    entry.addProperty("special", specials.ids().containsKey(token));
    JsonArray roles = new JsonArray();
    specials
        .roles()
        .forEach(
            (role, of) -> {
              if (of.equals(token)) {
                roles.add(role.key());
              }
            });
    if (!roles.isEmpty()) {
      entry.add(ROLES, roles);
    }
    return entry;
  }
}
