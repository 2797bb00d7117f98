package org.glassllm.token.files;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.glassllm.base.InputException;
import org.glassllm.base.Json;
import org.glassllm.base.JsonField;
import org.glassllm.base.SafeFiles;
import org.glassllm.token.ByteAlphabet;
import org.glassllm.token.Merge;
import org.glassllm.token.SpecialTokens;
import org.glassllm.token.bpe.BpeModel;
import org.glassllm.token.bpe.BpeTokenizer;
import org.glassllm.token.bpe.WordPattern;

/**
 * Reads and writes GPT-2's two files: {@code vocab.json} maps tokens to ids, and {@code merges.txt}
 * lists one merge per line.
 */
final class Gpt2Files {
  static final String VOCAB = "vocab.json";
  private static final String MERGES = "merges.txt";

  private Gpt2Files() {}

  static BpeTokenizer read(Path folder) {
    Vocabulary vocabulary = new Vocabulary(JsonField.root(folder.resolve(VOCAB)));
    List<Merge> merges = merges(folder.resolve(MERGES), vocabulary);
    Map<String, Integer> specials = specials(vocabulary, merges);
    return new BpeTokenizer(
        new BpeModel(
            vocabulary.tokens(specials.keySet()),
            merges,
            WordPattern.GPT2,
            SpecialTokens.of(specials)));
  }

  private static List<Merge> merges(Path file, Vocabulary vocabulary) {
    List<String> lines = SafeFiles.readText(file).lines().toList();
    List<Merge> merges = new ArrayList<>(lines.size());
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (i == 0 && line.startsWith("#version") || line.isEmpty()) {
        continue;
      }
      String[] pair = line.split(" ", -1);
      Merge merge = pair.length == 2 ? vocabulary.merge(pair[0], pair[1]) : null;
      if (merge == null) {
        throw new InputException(
            "%s, line %s: \"%s\" must be two tokens of %s, separated by one space; the"
                + " concatenation of the two tokens must be a token too; correct the line, or"
                + " restore the file",
            file, i + 1, line, VOCAB);
      }
      merges.add(merge);
    }
    return merges;
  }

  /**
   * Returns the special tokens, which the files do not mark: each token that is neither one byte
   * nor the result of a merge.
   */
  private static Map<String, Integer> specials(Vocabulary vocabulary, List<Merge> merges) {
    BitSet made = new BitSet();
    merges.forEach(merge -> made.set(merge.result()));
    Map<String, Integer> specials = new LinkedHashMap<>();
    for (int id = made.nextClearBit(0); id < vocabulary.size(); id = made.nextClearBit(id + 1)) {
      String token = vocabulary.token(id);
      byte[] bytes = token == null ? null : ByteAlphabet.decode(token);
      if (token != null && (bytes == null || bytes.length != 1)) {
        specials.put(token, id);
      }
    }
    return specials;
  }

  static void write(BpeTokenizer tokenizer, Path folder) {
    BpeModel model = tokenizer.model();
    if (model.pattern() != WordPattern.GPT2
        || model.wholeWords()
        || model.rankIsId()
        || !model.alwaysMatched().isEmpty()) {
      throw new InputException(
          "cannot write %s: %s and %s can store only GPT-2's word pattern and merges by"
              + " rank, without added tokens; save a tokenizer.json instead",
          folder, VOCAB, MERGES);
    }
    String[] spellings = model.spellings();
    StringBuilder merges = new StringBuilder("#version: 0.2\n");
    for (Merge merge : model.merges()) {
      merges.append(spellings[merge.left()]).append(' ');
      merges.append(spellings[merge.right()]).append('\n');
    }
    SafeFiles.replace(folder.resolve(VOCAB), Json.pretty(HuggingFaceWriter.vocabulary(spellings)));
    SafeFiles.replace(folder.resolve(MERGES), merges.toString());
  }
}
