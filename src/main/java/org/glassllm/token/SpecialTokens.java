package org.glassllm.token;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.glassllm.base.Check;
import org.glassllm.base.InputException;

/**
 * The special tokens of a tokenizer.
 *
 * @param ids spelling to id, in the order of the file
 * @param roles role to spelling; each spelling is a key of {@code ids}
 */
public record SpecialTokens(Map<String, Integer> ids, Map<SpecialRole, String> roles) {
  /** No special tokens. */
  public static final SpecialTokens NONE = new SpecialTokens(Map.of(), Map.of());

  /** Checks that spellings are not empty, ids are distinct, and each role has a token. */
  public SpecialTokens {
    ids = ImmutableMap.copyOf(ids);
    roles = Maps.immutableEnumMap(roles);
    Map<Integer, String> byId = new HashMap<>();
    for (String spelling : ids.keySet()) {
      if (spelling.isEmpty()) {
        throw Check.illegal("special token", "\"\"", "at least one character");
      }
      int id = ids.get(spelling);
      String other = byId.put(id, spelling);
      if (other != null) {
        throw new InputException(
            "the special tokens %s and %s share the id %s", other, spelling, id);
      }
    }
    Set<String> spellings = ids.keySet();
    roles.forEach(
        (role, token) -> Check.oneOf("token of the role " + role.key(), token, spellings));
  }

  /** Returns special tokens with the roles of their usual spellings. */
  public static SpecialTokens of(Map<String, Integer> ids) {
    Map<SpecialRole, String> roles = new EnumMap<>(SpecialRole.class);
    for (String spelling : ids.keySet()) {
      SpecialRole.ofSpelling(spelling).ifPresent(role -> roles.putIfAbsent(role, spelling));
    }
    return new SpecialTokens(ids, roles);
  }

  /** Returns special tokens with the ids 0, 1, 2, … and the roles of their usual spellings. */
  public static SpecialTokens numbered(List<String> spellings) {
    Map<String, Integer> ids = new LinkedHashMap<>();
    for (String spelling : spellings) {
      ids.putIfAbsent(spelling, ids.size());
    }
    return of(ids);
  }

  /** Returns the id of the token with a role, if there is one. */
  public OptionalInt id(SpecialRole role) {
    String spelling = roles.get(role);
    return spelling == null ? OptionalInt.empty() : OptionalInt.of(ids.get(spelling));
  }
}
