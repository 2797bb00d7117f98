package org.glassllm.token;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.glassllm.base.InputException;
import org.glassllm.base.Json;
import org.glassllm.base.SafeFiles;

/** GPT-2's two files: {@code vocab.json}, token to id, and {@code merges.txt}, a rule a line. */
final class Gpt2Files {
  static final String VOCAB = "vocab.json";
  static final String MERGES = "merges.txt";

  private Gpt2Files() {}

  static BpeTokenizer read(Path folder) {
    Path file = folder.resolve(VOCAB);
    JsonFields fields = new JsonFields(file.toString());
    Vocabulary vocabulary = Vocabulary.read(Json.readObject(file), "vocabulary", fields);
    List<Merge> merges = merges(folder.resolve(MERGES), vocabulary);
    Map<String, Integer> specials = specials(vocabulary, merges);
    byte[][] tokens = new byte[vocabulary.size()][];
    for (int id = 0; id < tokens.length; id++) {
      String token = vocabulary.token(id);
      if (token != null) {
        tokens[id] = specials.containsKey(token) ? Utf8.bytes(token) : ByteAlphabet.decode(token);
        if (tokens[id] == null || tokens[id].length == 0) {
          throw fields.wrong("\"" + token + "\"", id, "a token in GPT-2's byte alphabet");
        }
      }
    }
    return new BpeTokenizer(
        BpeModel.of(tokens, merges, SplitPattern.GPT2, SpecialTokens.of(specials)));
  }

  private static List<Merge> merges(Path file, Vocabulary vocabulary) {
    String[] lines = SafeFiles.readText(file).split("\n", -1);
    List<Merge> merges = new ArrayList<>(lines.length);
    for (int i = 0; i < lines.length; i++) {
      String line =
          lines[i].endsWith("\r") ? lines[i].substring(0, lines[i].length() - 1) : lines[i];
      if (i == 0 && line.startsWith("#version") || line.isEmpty()) {
        continue;
      }
      String[] pair = line.split(" ", -1);
      if (pair.length != 2) {
        throw wrongLine(file, i, line, "two tokens with one space between them");
      }
      Integer left = vocabulary.id(pair[0]);
      Integer right = vocabulary.id(pair[1]);
      Integer result = vocabulary.id(pair[0] + pair[1]);
      if (left == null || right == null || result == null) {
        throw wrongLine(file, i, line, "two tokens of " + VOCAB + " whose union is one too");
      }
      merges.add(new Merge(left, right, result));
    }
    return merges;
  }

  private static InputException wrongLine(Path file, int index, String line, String mustBe) {
    return new InputException(
        file + ", line " + (index + 1) + ": \"" + line + "\" must be " + mustBe);
  }

  /** The files do not say which tokens are special: those that no byte and no merge makes. */
  private static Map<String, Integer> specials(Vocabulary vocabulary, List<Merge> merges) {
    BitSet made = new BitSet();
    merges.forEach(merge -> made.set(merge.result()));
    Map<String, Integer> specials = new LinkedHashMap<>();
    for (int id = 0; id < vocabulary.size(); id++) {
      String token = vocabulary.token(id);
      if (token != null && !made.get(id)) {
        byte[] bytes = ByteAlphabet.decode(token);
        if (bytes == null || bytes.length != 1) {
          specials.put(token, id);
        }
      }
    }
    return specials;
  }

  static void write(BpeTokenizer tokenizer, Path folder) {
    BpeModel model = tokenizer.model();
    if (model.pattern() != SplitPattern.GPT2
        || model.wholeWords()
        || model.rankIsId()
        || !model.alwaysMatched().isEmpty()) {
      throw new InputException(
          "cannot write "
              + folder
              + ": "
              + VOCAB
              + " and "
              + MERGES
              + " hold only GPT-2's pattern and merges by rank, without added tokens;"
              + " save a tokenizer.json");
    }
    String[] spellings = spellings(model);
    JsonObject vocab = new JsonObject();
    for (int id = 0; id < spellings.length; id++) {
      if (spellings[id] != null) {
        vocab.addProperty(spellings[id], id);
      }
    }
    StringBuilder merges = new StringBuilder("#version: 0.2\n");
    for (Merge merge : model.merges()) {
      merges.append(spellings[merge.left()]).append(' ');
      merges.append(spellings[merge.right()]).append('\n');
    }
    SafeFiles.replace(folder.resolve(VOCAB), Json.pretty(vocab));
    SafeFiles.replace(folder.resolve(MERGES), merges.toString());
  }

  /** Each token as vocabularies spell it: bytes in their alphabet, special tokens as they are. */
  static String[] spellings(BpeModel model) {
    String[] spellings = new String[model.tokens().length];
    for (int id = 0; id < spellings.length; id++) {
      byte[] token = model.tokens()[id];
      spellings[id] = token == null ? null : ByteAlphabet.encode(token);
    }
    model.specials().ids().forEach((token, id) -> spellings[id] = token);
    model.alwaysMatched().forEach((token, id) -> spellings[id] = token);
    return spellings;
  }
}
