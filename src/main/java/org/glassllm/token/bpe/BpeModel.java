package org.glassllm.token.bpe;

import com.google.gson.JsonElement;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.glassllm.base.Check;
import org.glassllm.token.ByteAlphabet;
import org.glassllm.token.Merge;
import org.glassllm.token.SpecialTokens;

/**
 * The definition of a byte-level BPE tokenizer: the content of its files, without lookup tables.
 *
 * @param tokens bytes of each id; {@code null} for an unused id
 * @param merges the merges in the order in which they were learned
 * @param pattern how text is split into words
 * @param specials special tokens; {@code tokens} has their bytes too
 * @param alwaysMatched added tokens and their ids, found in any text before words are split
 * @param wholeWords whether a word that equals a token becomes that token, whatever the merges
 * @param rankIsId whether merges are ordered by their result's id, as in tiktoken
 * @param postProcessor the field of that name in the file, kept for saving; may be {@code null}
 */
public record BpeModel(
    byte[][] tokens,
    List<Merge> merges,
    WordPattern pattern,
    SpecialTokens specials,
    Map<String, Integer> alwaysMatched,
    boolean wholeWords,
    boolean rankIsId,
    JsonElement postProcessor) {

  /** The largest id; larger ones come from damaged files. */
  public static final int MAX_ID = (1 << 24) - 1;

  /** Checks that all ids are in the vocabulary. */
  public BpeModel {
    merges = List.copyOf(merges);
    alwaysMatched = Map.copyOf(alwaysMatched);
    int last = tokens.length - 1;
    specials.ids().forEach((token, id) -> Check.within("id of " + token, id, 0, last));
    alwaysMatched.forEach((token, id) -> Check.within("id of " + token, id, 0, last));
    merges.stream()
        .flatMapToInt(merge -> IntStream.of(merge.left(), merge.right(), merge.result()))
        .forEach(id -> Check.within("id of a merge", id, 0, last));
  }

  /** Creates a model whose merges are ordered by position, without added tokens. */
  public BpeModel(
      byte[][] tokens, List<Merge> merges, WordPattern pattern, SpecialTokens specials) {
    this(tokens, merges, pattern, specials, Map.of(), false, false, null);
  }

  /** Returns the ids of special and added tokens; no word is encoded to them. */
  public Set<Integer> hidden() {
    Set<Integer> hidden = new HashSet<>(specials.ids().values());
    hidden.addAll(alwaysMatched.values());
    return hidden;
  }

  /**
   * Returns the tokens as vocabulary files spell them, {@code null} for an unused id: ordinary
   * tokens in {@link ByteAlphabet}, special and added tokens unchanged.
   */
  public String[] spellings() {
    String[] spellings = new String[tokens.length];
    for (int id = 0; id < spellings.length; id++) {
      spellings[id] = tokens[id] == null ? null : ByteAlphabet.encode(tokens[id]);
    }
    specials.ids().forEach((token, id) -> spellings[id] = token);
    alwaysMatched.forEach((token, id) -> spellings[id] = token);
    return spellings;
  }
}
