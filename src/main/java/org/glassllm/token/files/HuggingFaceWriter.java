package org.glassllm.token.files;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.glassllm.base.SafeFiles;
import org.glassllm.token.CharTokenizer;
import org.glassllm.token.Merge;
import org.glassllm.token.SpecialRole;
import org.glassllm.token.SpecialTokens;
import org.glassllm.token.bpe.BpeModel;
import org.glassllm.token.bpe.BpeTokenizer;
import org.glassllm.token.bpe.WordPattern;

/** Writes {@code tokenizer.json} as Hugging Face's library reads it. */
final class HuggingFaceWriter {
  private static final Gson GSON =
      new GsonBuilder().serializeNulls().setPrettyPrinting().disableHtmlEscaping().create();

  private HuggingFaceWriter() {}

  static void write(BpeTokenizer tokenizer, Path file) {
    BpeModel model = tokenizer.model();
    String[] spellings = model.spellings();
    JsonObject bpe =
        object(
            """
            {"type": "BPE", "dropout": null, "unk_token": null, "continuing_subword_prefix": null,
             "end_of_word_suffix": null, "fuse_unk": false, "byte_fallback": false}""");
    bpe.addProperty("ignore_merges", model.wholeWords());
    if (model.rankIsId()) {
      // Other readers ignore this field; they order tiktoken's merges by position.
      bpe.addProperty(HuggingFaceReader.RANK_IS_ID, true);
    }
    bpe.add("vocab", GSON.toJsonTree(vocabulary(spellings)));
    JsonArray merges = new JsonArray(model.merges().size());
    for (Merge merge : model.merges()) {
      merges.add(spellings[merge.left()] + " " + spellings[merge.right()]);
    }
    bpe.add("merges", merges);
    JsonObject root = root(model.specials(), model.alwaysMatched());
    root.add("pre_tokenizer", preTokenizer(model.pattern()));
    root.add("post_processor", model.postProcessor());
    root.add("decoder", byteLevel(true));
    root.add("model", bpe);
    SafeFiles.replace(file, GSON.toJson(root) + "\n");
  }

  static void write(CharTokenizer tokenizer, Path file) {
    SpecialTokens specials = tokenizer.specials();
    String[] tokens = new String[tokenizer.vocabSize()];
    Arrays.setAll(tokens, tokenizer::decode);
    JsonObject model = object("{\"type\": \"WordLevel\"}");
    model.add("vocab", GSON.toJsonTree(vocabulary(tokens)));
    model.addProperty("unk_token", specials.roles().getOrDefault(SpecialRole.UNK, "<unk>"));
    JsonObject root = root(specials, Map.of());
    root.add("pre_tokenizer", split("[\\s\\S]"));
    root.add("post_processor", null);
    root.add("decoder", object("{\"type\": \"Fuse\"}"));
    root.add("model", model);
    SafeFiles.replace(file, GSON.toJson(root) + "\n");
  }

  /** Returns the tokens and their ids; a {@code null} token has none. */
  static Map<String, Integer> vocabulary(String... tokens) {
    Map<String, Integer> vocabulary = new LinkedHashMap<>();
    for (int id = 0; id < tokens.length; id++) {
      if (tokens[id] != null) {
        vocabulary.put(tokens[id], id);
      }
    }
    return vocabulary;
  }

  private static JsonObject root(SpecialTokens specials, Map<String, Integer> always) {
    Map<Integer, String> byId = new TreeMap<>();
    specials.ids().forEach((token, id) -> byId.put(id, token));
    always.forEach((token, id) -> byId.put(id, token));
    JsonArray added = new JsonArray();
    byId.forEach((id, token) -> added.add(addedToken(id, token, specials)));
    JsonObject root = object("{\"version\": \"1.0\", \"truncation\": null, \"padding\": null}");
    root.add("added_tokens", added);
    root.add("normalizer", null);
    return root;
  }

  private static JsonObject addedToken(int id, String token, SpecialTokens specials) {
    JsonObject added =
        object(
            """
            {"id": %d, "content": %s, "single_word": false, "lstrip": false, "rstrip": false,
             "normalized": false, "special": %b}"""
                .formatted(id, GSON.toJson(token), specials.ids().containsKey(token)));
    JsonArray roles = new JsonArray();
    specials.roles().keySet().stream()
        .filter(role -> specials.roles().get(role).equals(token))
        .forEach(role -> roles.add(role.key()));
    if (!roles.isEmpty()) {
      added.add(HuggingFaceReader.ROLES, roles);
    }
    return added;
  }

  private static JsonObject preTokenizer(WordPattern pattern) {
    if (pattern == WordPattern.GPT2) {
      return byteLevel(true);
    }
    JsonArray parts = new JsonArray();
    parts.add(split(pattern.regex()));
    parts.add(byteLevel(false));
    JsonObject sequence = object("{\"type\": \"Sequence\"}");
    sequence.add("pretokenizers", parts);
    return sequence;
  }

  private static JsonObject split(String regex) {
    return object(
        """
        {"type": "Split", "pattern": {"Regex": %s}, "behavior": "Isolated", "invert": false}"""
            .formatted(GSON.toJson(regex)));
  }

  private static JsonObject byteLevel(boolean splits) {
    return object(
        """
        {"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true, "use_regex": %b}"""
            .formatted(splits));
  }

  private static JsonObject object(String json) {
    return JsonParser.parseString(json).getAsJsonObject();
  }
}
