package org.glassllm.token;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What to do with special tokens that stand in a text, as tiktoken has it: some are allowed and
 * become one id, some are refused with an error, the rest are ordinary text.
 *
 * <p>Refusing is the safe choice for text from outside: whoever can write {@code <|endoftext|>}
 * into a prompt can otherwise end it.
 *
 * @param allowed spellings that become one id; {@code null} means all
 * @param refused spellings that are an error unless allowed; {@code null} means all
 */
public record SpecialUse(Set<String> allowed, Set<String> refused) {
  /** Every special token becomes its id. */
  public static final SpecialUse ALLOW_ALL = new SpecialUse(null, Set.of());

  /** Every special token in the text is an error. */
  public static final SpecialUse REFUSE_ALL = new SpecialUse(Set.of(), null);

  /** Special tokens are letters like all others. */
  public static final SpecialUse ORDINARY = new SpecialUse(Set.of(), Set.of());

  /** These tokens become their ids, any other special token is an error. */
  public static SpecialUse allowOnly(Collection<String> spellings) {
    return new SpecialUse(new LinkedHashSet<>(spellings), null);
  }

  boolean allows(String spelling) {
    return allowed == null || allowed.contains(spelling);
  }

  boolean refuses(String spelling) {
    return !allows(spelling) && (refused == null || refused.contains(spelling));
  }
}
