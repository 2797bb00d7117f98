package org.glassllm.token.bpe;

import com.google.gson.JsonElement;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.glassllm.base.Check;
import org.glassllm.token.ByteAlphabet;
import org.glassllm.token.Merge;
import org.glassllm.token.SpecialTokens;
import org.glassllm.token.Utf8;

/**
 * The definition of a byte-level BPE tokenizer: the content of its files, without lookup tables.
 *
 * @param tokens bytes of each id; {@code null} for an unused id
 * @param merges the merges in the order in which they were learned
 * @param pattern the pattern that splits text into words
 * @param specials special tokens; {@code tokens} contains their bytes too
 * @param alwaysMatched added tokens and their ids; each text is cut at added tokens before it is
 *     split into words
 * @param wholeWords whether a word that equals a token becomes that token without merges
 * @param rankIsId whether merges are ordered by the id of their result, as in tiktoken
 * @param postProcessor the field {@code post_processor} of the file, kept for saving; may be {@code
 *     null}
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

  /** Maximum id of a token; a file with a larger id is damaged. */
  public static final int MAX_ID = (1 << 24) - 1;

  /** Checks that the ids of merges, special tokens and added tokens are in the vocabulary. */
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

  /** Creates a model without added tokens; merges are ordered by their position in the list. */
  public BpeModel(
      byte[][] tokens, List<Merge> merges, WordPattern pattern, SpecialTokens specials) {
    this(tokens, merges, pattern, specials, Map.of(), false, false, null);
  }

  /** Returns this model with additional special tokens, whose ids follow the present ids. */
  BpeModel withSpecials(List<String> spellings) {
    byte[][] all = Arrays.copyOf(tokens, tokens.length + spellings.size());
    for (int i = 0; i < spellings.size(); i++) {
      all[tokens.length + i] = Utf8.bytes(spellings.get(i));
    }
    return new BpeModel(
        all,
        merges,
        pattern,
        specials.plus(spellings, tokens.length),
        alwaysMatched,
        wholeWords,
        rankIsId,
        postProcessor);
  }

  /** Returns the ids of special and added tokens; words are never encoded to these ids. */
  public Set<Integer> hidden() {
    Set<Integer> hidden = new HashSet<>(specials.ids().values());
    hidden.addAll(alwaysMatched.values());
    return hidden;
  }

  /**
   * Returns the spelling of each id's token, as vocabulary files store it; {@code null} for an
   * unused id. Ordinary tokens are spelled in {@link ByteAlphabet}, special and added tokens as
   * plain text.
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
