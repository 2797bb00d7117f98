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
 * The special tokens of a tokenizer, with their ids and roles.
 *
 * @param ids the id of each special token, with the token's spelling as key, in the order of the
 *     file
 * @param roles the spelling of the token that has a role; each spelling is a key of {@code ids}
 */
public record SpecialTokens(Map<String, Integer> ids, Map<SpecialRole, String> roles) {
  /** An empty set of special tokens. */
  public static final SpecialTokens NONE = new SpecialTokens(Map.of(), Map.of());

  /**
   * Checks that spellings are not empty, ids are distinct, and the token of each role is in {@code
   * ids}.
   */
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
            "the special tokens %s and %s share the id %s; give each token an id of its own",
            other, spelling, id);
      }
    }
    Set<String> spellings = ids.keySet();
    roles.forEach(
        (role, token) -> Check.oneOf("token of the role " + role.key(), token, spellings));
  }

  /**
   * Returns special tokens with the roles that {@link SpecialRole#ofSpelling} derives from their
   * spellings.
   */
  public static SpecialTokens of(Map<String, Integer> ids) {
    Map<SpecialRole, String> roles = new EnumMap<>(SpecialRole.class);
    for (String spelling : ids.keySet()) {
      SpecialRole.ofSpelling(spelling).ifPresent(role -> roles.putIfAbsent(role, spelling));
    }
    return new SpecialTokens(ids, roles);
  }

  /**
   * Returns special tokens with the ids 0, 1, 2, … and the roles that {@link
   * SpecialRole#ofSpelling} derives from their spellings.
   */
  public static SpecialTokens numbered(List<String> spellings) {
    Map<String, Integer> ids = new LinkedHashMap<>();
    for (String spelling : spellings) {
      ids.putIfAbsent(spelling, ids.size());
    }
    return of(ids);
  }

  /**
   * Returns these tokens and additional tokens with the ids {@code first}, {@code first + 1}, …. A
   * new token gets the role of its spelling if no token has this role.
   */
  public SpecialTokens plus(List<String> spellings, int first) {
    Map<String, Integer> all = new LinkedHashMap<>(ids);
    Map<SpecialRole, String> owners = new EnumMap<>(SpecialRole.class);
    owners.putAll(roles);
    for (String spelling : spellings) {
      if (all.put(spelling, first + all.size() - ids.size()) != null) {
        throw Check.illegal("new special token", spelling, "a token that does not exist yet");
      }
      SpecialRole.ofSpelling(spelling).ifPresent(role -> owners.putIfAbsent(role, spelling));
    }
    return new SpecialTokens(all, owners);
  }

  /** Returns the id of the token with a role; the result is empty if no token has the role. */
  public OptionalInt id(SpecialRole role) {
    String spelling = roles.get(role);
    return spelling == null ? OptionalInt.empty() : OptionalInt.of(ids.get(spelling));
  }
}
