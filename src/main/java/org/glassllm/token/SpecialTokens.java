package org.glassllm.token;

import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.glassllm.base.InputException;

/**
 * The special tokens of a tokenizer: their spellings, ids and roles.
 *
 * @param ids spelling to id, in the order of the file
 * @param roles role to spelling; each spelling is one of {@code ids}
 */
public record SpecialTokens(Map<String, Integer> ids, Map<SpecialRole, String> roles) {
  /** A tokenizer without special tokens. */
  public static final SpecialTokens NONE = new SpecialTokens(Map.of(), Map.of());

  /** Checks that no spelling is empty and that every role's token exists. */
  public SpecialTokens {
    ids = Collections.unmodifiableMap(new LinkedHashMap<>(ids));
    EnumMap<SpecialRole, String> copy = new EnumMap<>(SpecialRole.class);
    copy.putAll(roles);
    roles = Collections.unmodifiableMap(copy);
    if (ids.containsKey("")) {
      throw new InputException("a special token is empty; give it at least one character");
    }
    Map<Integer, String> byId = new HashMap<>();
    ids.forEach(
        (spelling, id) -> {
          String other = byId.put(id, spelling);
          if (other != null) {
            throw new InputException(
                "the special tokens "
                    + other
                    + " and "
                    + spelling
                    + " have the same id, "
                    + id
                    + "; give each its own");
          }
        });
    for (Map.Entry<SpecialRole, String> e : roles.entrySet()) {
      if (!ids.containsKey(e.getValue())) {
        throw new InputException(
            "the role "
                + e.getKey().key()
                + " names the special token "
                + e.getValue()
                + ", which does not exist; the special tokens are "
                + ids.keySet());
      }
    }
  }

  /** Special tokens whose roles follow from their usual spellings. */
  public static SpecialTokens of(Map<String, Integer> ids) {
    return new SpecialTokens(ids, guessRoles(ids.keySet()));
  }

  /** Special tokens with the ids 0, 1, 2, … and the roles that their spellings say. */
  public static SpecialTokens numbered(List<String> spellings) {
    Map<String, Integer> ids = new LinkedHashMap<>();
    for (String spelling : spellings) {
      ids.putIfAbsent(spelling, ids.size());
    }
    return of(ids);
  }

  static Map<SpecialRole, String> guessRoles(Collection<String> spellings) {
    Map<SpecialRole, String> roles = new EnumMap<>(SpecialRole.class);
    for (String spelling : spellings) {
      SpecialRole.ofSpelling(spelling).ifPresent(role -> roles.putIfAbsent(role, spelling));
    }
    return roles;
  }

  /** The id of the token with a role, if there is one. */
  public OptionalInt id(SpecialRole role) {
    String spelling = roles.get(role);
    return spelling == null ? OptionalInt.empty() : OptionalInt.of(ids.get(spelling));
  }
}
