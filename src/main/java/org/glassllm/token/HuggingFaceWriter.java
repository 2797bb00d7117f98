package org.glassllm.token;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.glassllm.base.SafeFiles;

/** Writes {@code tokenizer.json} as Hugging Face's library reads it. */
final class HuggingFaceWriter {
  private static final Gson WITH_NULLS =
      new GsonBuilder().serializeNulls().setPrettyPrinting().disableHtmlEscaping().create();

  private HuggingFaceWriter() {}

  static void write(BpeTokenizer tokenizer, Path file) {
    BpeModel model = tokenizer.model();
    JsonObject root = head(model.specials(), model.alwaysMatched());
    root.add("pre_tokenizer", PreTokenizers.write(model.pattern()));
    root.add(
        "post_processor",
        model.postProcessor() == null ? JsonNull.INSTANCE : model.postProcessor());
    root.add("decoder", PreTokenizers.byteLevel(true));
    root.add("model", bpe(model));
    SafeFiles.replace(file, WITH_NULLS.toJson(root) + "\n");
  }

  static void write(CharTokenizer tokenizer, SpecialTokens specials, Path file) {
    JsonObject root = head(specials, Map.of());
    JsonObject regex = new JsonObject();
    regex.addProperty("Regex", "[\\s\\S]");
    JsonObject split = new JsonObject();
    split.addProperty("type", "Split");
    split.add("pattern", regex);
    split.addProperty("behavior", "Isolated");
    split.addProperty("invert", false);
    root.add("pre_tokenizer", split);
    root.add("post_processor", JsonNull.INSTANCE);
    JsonObject decoder = new JsonObject();
    decoder.addProperty("type", "Fuse");
    root.add("decoder", decoder);
    JsonObject model = new JsonObject();
    model.addProperty("type", "WordLevel");
    JsonObject vocab = new JsonObject();
    for (int id = 0; id < tokenizer.vocabSize(); id++) {
      vocab.addProperty(tokenizer.token(id), id);
    }
    model.add("vocab", vocab);
    String unknown = specials.roles().get(SpecialRole.UNK);
    model.addProperty("unk_token", unknown == null ? "<unk>" : unknown);
    root.add("model", model);
    SafeFiles.replace(file, WITH_NULLS.toJson(root) + "\n");
  }

  private static JsonObject head(SpecialTokens specials, Map<String, Integer> always) {
    JsonObject root = new JsonObject();
    root.addProperty("version", "1.0");
    root.add("truncation", JsonNull.INSTANCE);
    root.add("padding", JsonNull.INSTANCE);
    root.add("added_tokens", AddedTokens.write(specials, always));
    root.add("normalizer", JsonNull.INSTANCE);
    return root;
  }

  private static JsonElement bpe(BpeModel model) {
    JsonObject json = new JsonObject();
    json.addProperty("type", "BPE");
    for (String none :
        List.of("dropout", "unk_token", "continuing_subword_prefix", "end_of_word_suffix")) {
      json.add(none, JsonNull.INSTANCE);
    }
    json.addProperty("fuse_unk", false);
    json.addProperty("byte_fallback", false);
    json.addProperty("ignore_merges", model.wholeWords());
    if (model.rankIsId()) {
      // Ours: other readers pass over it and order tiktoken's merges by their place.
      json.addProperty(HuggingFaceReader.RANK_IS_ID, true);
    }
    String[] spellings = Gpt2Files.spellings(model);
    JsonObject vocab = new JsonObject();
    for (int id = 0; id < spellings.length; id++) {
      if (spellings[id] != null) {
        vocab.addProperty(spellings[id], id);
      }
    }
    json.add("vocab", vocab);
    JsonArray merges = new JsonArray(model.merges().size());
    for (Merge merge : model.merges()) {
      merges.add(spellings[merge.left()] + " " + spellings[merge.right()]);
    }
    json.add("merges", merges);
    return json;
  }
}
