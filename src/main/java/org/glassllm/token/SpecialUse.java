package org.glassllm.token;

import java.util.Collection;
import java.util.Set;

/**
 * The treatment of special tokens in a text, as in tiktoken. An allowed token becomes one id, a
 * refused token is an error, and any other token is ordinary text.
 *
 * <p>Refuse special tokens in text from users: {@code <|endoftext|>} inside a prompt could end the
 * prompt there.
 *
 * @param allowed spellings that become one id each; {@code null} allows all special tokens
 * @param refused spellings that are an error unless they are allowed; {@code null} refuses all
 *     special tokens
 */
public record SpecialUse(Set<String> allowed, Set<String> refused) {
  /** Allows all special tokens: each special token in the text becomes its id. */
  public static final SpecialUse ALLOW_ALL = new SpecialUse(null, Set.of());

  /** Refuses all special tokens: each special token in the text is an error. */
  public static final SpecialUse REFUSE_ALL = new SpecialUse(Set.of(), null);

  /** Encodes all special tokens in the text as ordinary text. */
  public static final SpecialUse ORDINARY = new SpecialUse(Set.of(), Set.of());

  /** Returns a treatment that allows the given tokens and refuses all others. */
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
