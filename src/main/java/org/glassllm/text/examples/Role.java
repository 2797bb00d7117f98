package org.glassllm.text.examples;

import com.google.common.collect.ImmutableMap;
import java.util.Map;
import java.util.Optional;

/** The author of a message in a {@link Dialogue}. */
public enum Role {
  /** Instructions for the complete dialogue; at most the first message has this role. */
  SYSTEM,
  /** The person who asks. */
  USER,
  /** The model that answers. */
  ASSISTANT;

  /** The names of the roles in files: OpenAI's names, then ShareGPT's names. */
  static final Map<String, Role> NAMES =
      ImmutableMap.of(
          "system", SYSTEM, "user", USER, "assistant", ASSISTANT, "human", USER, "gpt", ASSISTANT);

  /** Returns the role with a name that files use; empty if no role has this name. */
  static Optional<Role> named(String name) {
    return Optional.ofNullable(NAMES.get(name));
  }
}
