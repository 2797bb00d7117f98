package org.glassllm.token;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.glassllm.base.Json;

/**
 * Reads {@code tokenizer.json}: byte-level BPE as GPT-2 and Llama 3 have it, and the character
 * vocabularies that this package writes. What it cannot do exactly it refuses by the field's name.
 */
final class HuggingFaceReader {
  /** A field of our own: merges are ordered by their result's id, as in a .tiktoken file. */
  static final String RANK_IS_ID = "rank_is_id";

  private final JsonObject root;
  private final JsonFields fields;

  private HuggingFaceReader(JsonObject root, String source) {
    this.root = root;
    this.fields = new JsonFields(source);
  }

  static Tokenizer read(Path file) {
    return parse(Json.readObject(file), file.toString());
  }

  static Tokenizer parse(JsonObject root, String source) {
    return new HuggingFaceReader(root, source).tokenizer();
  }

  private Tokenizer tokenizer() {
    JsonObject model = fields.object(root, "", "model");
    String type = model.has("type") ? fields.string(model.get("type"), "model.type") : "BPE";
    if (fields.optional(root, "normalizer") != null) {
      throw fields.wrong("normalizer", root.get("normalizer"), "null: text is encoded as it is");
    }
    Vocabulary vocabulary =
        Vocabulary.read(fields.object(model, "model.", "vocab"), "model.vocab", fields);
    AddedTokens added = AddedTokens.read(root, fields);
    added.addTo(vocabulary, fields);
    return switch (type) {
      case "BPE" -> bpe(model, vocabulary, added);
      case "WordLevel" -> CharTokenizer.of(vocabulary, added.specials(), fields);
      default -> throw fields.wrong("model.type", type, "BPE or WordLevel");
    };
  }

  private Tokenizer bpe(JsonObject model, Vocabulary vocabulary, AddedTokens added) {
    refuse(model, "dropout", new JsonPrimitive(0));
    refuse(model, "continuing_subword_prefix", new JsonPrimitive(""));
    refuse(model, "end_of_word_suffix", new JsonPrimitive(""));
    refuse(model, "byte_fallback", new JsonPrimitive(false));
    BpeModel parts =
        new BpeModel(
            tokens(vocabulary, added),
            merges(model, vocabulary),
            PreTokenizers.read(root, fields),
            added.specials(),
            added.always(),
            fields.flag(model, "model.", "ignore_merges", false),
            fields.flag(model, "model.", RANK_IS_ID, false),
            fields.optional(root, "post_processor"));
    return new BpeTokenizer(parts);
  }

  private void refuse(JsonObject model, String name, JsonPrimitive neutral) {
    JsonElement value = fields.optional(model, name);
    if (value != null
        && !value.equals(neutral)
        && !(value.isJsonPrimitive()
            && value.getAsJsonPrimitive().isNumber()
            && value.getAsDouble() == 0)) {
      throw fields.wrong("model." + name, value, "null or " + neutral);
    }
  }

  private byte[][] tokens(Vocabulary vocabulary, AddedTokens added) {
    byte[][] tokens = new byte[vocabulary.size()][];
    for (int id = 0; id < tokens.length; id++) {
      String token = vocabulary.token(id);
      if (token == null) {
        continue;
      }
      boolean spelledOut = added.special().containsKey(token) || added.always().containsKey(token);
      tokens[id] = spelledOut ? Utf8.bytes(token) : ByteAlphabet.decode(token);
      if (tokens[id] == null || tokens[id].length == 0) {
        throw fields.wrong(
            "model.vocab[\"" + token + "\"]", id, "a token in GPT-2's byte alphabet");
      }
    }
    return tokens;
  }

  private List<Merge> merges(JsonObject model, Vocabulary vocabulary) {
    JsonArray array = fields.asArray(model.get("merges"), "model.merges");
    List<Merge> merges = new ArrayList<>(array.size());
    for (int i = 0; i < array.size(); i++) {
      JsonElement rule = array.get(i);
      String[] pair = pair(rule);
      Integer left = pair == null ? null : vocabulary.id(pair[0]);
      Integer right = pair == null ? null : vocabulary.id(pair[1]);
      Integer result = pair == null ? null : vocabulary.id(pair[0] + pair[1]);
      if (left == null || right == null || result == null) {
        String mustBe =
            pair == null ? "two tokens" : "two tokens of the vocabulary whose union is one too";
        throw fields.wrong("model.merges[" + i + "]", rule, mustBe);
      }
      merges.add(new Merge(left, right, result));
    }
    return merges;
  }

  /** Both spellings: {@code "a b"} and {@code ["a", "b"]}. */
  private static String[] pair(JsonElement rule) {
    if (rule.isJsonPrimitive() && rule.getAsJsonPrimitive().isString()) {
      String[] pair = rule.getAsString().split(" ", -1);
      return pair.length == 2 ? pair : null;
    }
    if (rule.isJsonArray() && rule.getAsJsonArray().size() == 2) {
      JsonArray two = rule.getAsJsonArray();
      if (two.get(0).isJsonPrimitive() && two.get(1).isJsonPrimitive()) {
        return new String[] {two.get(0).getAsString(), two.get(1).getAsString()};
      }
    }
    return null;
  }
}
