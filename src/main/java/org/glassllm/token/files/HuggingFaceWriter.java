package org.glassllm.token.files;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParser;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.glassllm.base.SafeFiles;
import org.glassllm.token.CharTokenizer;
import org.glassllm.token.SpecialRole;
import org.glassllm.token.SpecialTokens;
import org.glassllm.token.bpe.BpeModel;
import org.glassllm.token.bpe.BpeTokenizer;
import org.glassllm.token.bpe.WordPattern;

/** Writes {@code tokenizer.json} in the format of Hugging Face's library. */
final class HuggingFaceWriter {
  private static final Gson GSON =
      new GsonBuilder().serializeNulls().setPrettyPrinting().disableHtmlEscaping().create();

  private static final String FILE =
      """
      {"version": "1.0", "truncation": null, "padding": null, "added_tokens": %s,
       "normalizer": null, "pre_tokenizer": %s, "post_processor": %s, "decoder": %s, "model": %s}""";

  private static final String BYTE_LEVEL =
      """
      {"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true, "use_regex": %b}""";

  private static final String SPLIT =
      """
      {"type": "Split", "pattern": {"Regex": %s}, "behavior": "Isolated", "invert": false}""";

  private HuggingFaceWriter() {}

  static void write(BpeTokenizer tokenizer, Path file) {
    BpeModel model = tokenizer.model();
    String[] spellings = model.spellings();
    List<String> merges =
        model.merges().stream().map(m -> spellings[m.left()] + " " + spellings[m.right()]).toList();
    // Other readers ignore rank_is_id; they order tiktoken's merges by position.
    String rank = model.rankIsId() ? "\"" + HuggingFaceReader.RANK_IS_ID + "\": true," : "";
    String bpe =
        """
        {"type": "BPE", "dropout": null, "unk_token": null, "continuing_subword_prefix": null,
         "end_of_word_suffix": null, "fuse_unk": false, "byte_fallback": false,
         "ignore_merges": %b, %s "vocab": %s, "merges": %s}"""
            .formatted(model.wholeWords(), rank, json(vocabulary(spellings)), json(merges));
    String added = json(addedTokens(model.specials(), model.alwaysMatched()));
    String pre = preTokenizer(model.pattern());
    write(file, added, pre, json(model.postProcessor()), BYTE_LEVEL.formatted(true), bpe);
  }

  static void write(CharTokenizer tokenizer, Path file) {
    SpecialTokens specials = tokenizer.specials();
    String[] tokens = new String[tokenizer.vocabSize()];
    Arrays.setAll(tokens, tokenizer::decode);
    String unknown = specials.roles().getOrDefault(SpecialRole.UNK, "<unk>");
    String model =
        "{\"type\": \"WordLevel\", \"vocab\": %s, \"unk_token\": %s}"
            .formatted(json(vocabulary(tokens)), json(unknown));
    String added = json(addedTokens(specials, Map.of()));
    String characters = SPLIT.formatted(json(HuggingFaceReader.CHARACTER));
    write(file, added, characters, "null", "{\"type\": \"Fuse\"}", model);
  }

  private static void write(Path file, Object... parts) {
    SafeFiles.replace(file, json(JsonParser.parseString(FILE.formatted(parts))) + "\n");
  }

  private static String json(Object value) {
    return GSON.toJson(value);
  }

  /** Returns the id of each token; {@code null} marks an unused id and is skipped. */
  static Map<String, Integer> vocabulary(String... tokens) {
    Map<String, Integer> vocabulary = new LinkedHashMap<>();
    for (int id = 0; id < tokens.length; id++) {
      if (tokens[id] != null) {
        vocabulary.put(tokens[id], id);
      }
    }
    return vocabulary;
  }

  /** Returns the JSON fields of each special and added token, in the order of ids. */
  private static List<Map<String, Object>> addedTokens(
      SpecialTokens specials, Map<String, Integer> always) {
    Map<Integer, String> byId = new TreeMap<>();
    specials.ids().forEach((token, id) -> byId.put(id, token));
    always.forEach((token, id) -> byId.put(id, token));
    return byId.entrySet().stream().map(e -> added(e.getKey(), e.getValue(), specials)).toList();
  }

  private static Map<String, Object> added(int id, String token, SpecialTokens specials) {
    Map<String, Object> added = new LinkedHashMap<>();
    added.put("id", id);
    added.put("content", token);
    for (String flag : List.of("single_word", "lstrip", "rstrip", "normalized")) {
      added.put(flag, false);
    }
    added.put("special", specials.ids().containsKey(token));
    List<String> roles =
        specials.roles().keySet().stream()
            .filter(role -> specials.roles().get(role).equals(token))
            .map(SpecialRole::key)
            .toList();
    if (!roles.isEmpty()) {
      added.put(HuggingFaceReader.ROLES, roles);
    }
    return added;
  }

  private static String preTokenizer(WordPattern pattern) {
    return pattern == WordPattern.GPT2
        ? BYTE_LEVEL.formatted(true)
        : "{\"type\": \"Sequence\", \"pretokenizers\": [%s, %s]}"
            .formatted(SPLIT.formatted(json(pattern.regex())), BYTE_LEVEL.formatted(false));
  }
}
