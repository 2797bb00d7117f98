package org.glassllm.token;

import com.google.gson.JsonElement;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.glassllm.base.InputException;

/**
 * What defines a byte-level BPE tokenizer: what its files hold, without the tables for speed.
 *
 * @param tokens bytes of each id; {@code null} for an id that stands for nothing
 * @param merges the rules in the order in which they were learned
 * @param pattern how text is cut into words
 * @param specials special tokens; their bytes are in {@code tokens} too
 * @param alwaysMatched added tokens that are found in any text before all else, with their ids
 * @param wholeWords a word that is a token is that token, whatever the merges give
 * @param rankIsId merges are ordered by their result's id, as tiktoken does, not by their place
 * @param postProcessor a file's entry of that name, kept for writing; may be {@code null}
 */
record BpeModel(
    byte[][] tokens,
    List<Merge> merges,
    SplitPattern pattern,
    SpecialTokens specials,
    Map<String, Integer> alwaysMatched,
    boolean wholeWords,
    boolean rankIsId,
    JsonElement postProcessor) {

  BpeModel {
    merges = List.copyOf(merges);
    alwaysMatched = Map.copyOf(alwaysMatched);
    for (Map.Entry<String, Integer> special : specials.ids().entrySet()) {
      int id = special.getValue();
      if (id < 0 || id >= tokens.length) {
        throw new InputException(
            "the special token "
                + special.getKey()
                + " has the id "
                + id
                + ", which is outside the vocabulary of "
                + tokens.length);
      }
    }
  }

  /** Ids that no word can become, whatever its letters: special and added tokens. */
  Set<Integer> hidden() {
    Set<Integer> hidden = new HashSet<>(specials.ids().values());
    hidden.addAll(alwaysMatched.values());
    return hidden;
  }

  static BpeModel of(
      byte[][] tokens, List<Merge> merges, SplitPattern pattern, SpecialTokens specials) {
    return new BpeModel(tokens, merges, pattern, specials, Map.of(), false, false, null);
  }
}
