package org.glassllm.token;

import java.util.Collection;
import java.util.Set;

/**
 * The treatment of special tokens in a text, as in tiktoken: an allowed one becomes one id, a
 * refused one is an error, any other is ordinary text.
 *
 * <p>Refuse special tokens in text from outside: a user who writes {@code <|endoftext|>} into a
 * prompt could end it.
 *
 * @param allowed spellings that become one id; {@code null} means all
 * @param refused spellings that are an error unless allowed; {@code null} means all
 */
public record SpecialUse(Set<String> allowed, Set<String> refused) {
  /** Every special token becomes its id. */
  public static final SpecialUse ALLOW_ALL = new SpecialUse(null, Set.of());

  /** Every special token in the text is an error. */
  public static final SpecialUse REFUSE_ALL = new SpecialUse(Set.of(), null);

  /** Every special token is ordinary text. */
  public static final SpecialUse ORDINARY = new SpecialUse(Set.of(), Set.of());

  /** Allows these tokens and refuses all others. */
  public static SpecialUse allowOnly(Collection<String> spellings) {
    return new SpecialUse(Set.copyOf(spellings), null);
  }

  boolean allows(String spelling) {
    return allowed == null || allowed.contains(spelling);
  }

  boolean refuses(String spelling) {
    return !allows(spelling) && (refused == null || refused.contains(spelling));
  }
}
