package org.glassllm.token;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

/** {@code tokenizer.json}'s {@code pre_tokenizer} for each pattern, read and written. */
final class PreTokenizers {
  private PreTokenizers() {}

  static SplitPattern read(JsonObject root, JsonFields fields) {
    JsonObject pre = fields.object(root, "", "pre_tokenizer");
    String type = fields.string(pre.get("type"), "pre_tokenizer.type");
    if (type.equals("ByteLevel")) {
      requireByteLevel(pre, "pre_tokenizer", true, fields);
      return SplitPattern.GPT2;
    }
    if (!type.equals("Sequence")) {
      throw fields.wrong("pre_tokenizer.type", type, "ByteLevel, or Sequence of Split, ByteLevel");
    }
    JsonArray parts = fields.asArray(pre.get("pretokenizers"), "pre_tokenizer.pretokenizers");
    if (parts.size() != 2) {
      throw fields.wrong("pre_tokenizer.pretokenizers", parts, "a Split and a ByteLevel");
    }
    String path = "pre_tokenizer.pretokenizers[1]";
    requireByteLevel(fields.asObject(parts.get(1), path), path, false, fields);
    path = "pre_tokenizer.pretokenizers[0]";
    return split(fields.asObject(parts.get(0), path), path, fields);
  }

  private static SplitPattern split(JsonObject split, String path, JsonFields fields) {
    String behavior = fields.string(split.get("behavior"), path + ".behavior");
    boolean invert = fields.flag(split, path + ".", "invert", false);
    if (!(behavior.equals("Isolated") && !invert || behavior.equals("Removed") && invert)) {
      throw fields.wrong(path + ".behavior", behavior, "Isolated, not inverted");
    }
    JsonObject pattern = fields.object(split, path + ".", "pattern");
    String regex = fields.string(pattern.get("Regex"), path + ".pattern.Regex");
    for (SplitPattern known : SplitPattern.values()) {
      if (known.isWrittenAs(regex)) {
        return known;
      }
    }
    throw fields.wrong(path + ".pattern.Regex", regex, "that of gpt2, cl100k or o200k");
  }

  private static void requireByteLevel(
      JsonObject level, String path, boolean regex, JsonFields fields) {
    String type = fields.string(level.get("type"), path + ".type");
    if (!type.equals("ByteLevel")) {
      throw fields.wrong(path + ".type", type, "ByteLevel");
    }
    if (fields.flag(level, path + ".", "add_prefix_space", true)) {
      throw fields.wrong(path + ".add_prefix_space", true, "false: text is encoded as it is");
    }
    if (fields.flag(level, path + ".", "use_regex", true) != regex) {
      throw fields.wrong(path + ".use_regex", !regex, String.valueOf(regex));
    }
  }

  static JsonElement write(SplitPattern pattern) {
    if (pattern == SplitPattern.GPT2) {
      return byteLevel(true);
    }
    JsonObject regex = new JsonObject();
    regex.addProperty("Regex", pattern.regex());
    JsonObject split = new JsonObject();
    split.addProperty("type", "Split");
    split.add("pattern", regex);
    split.addProperty("behavior", "Isolated");
    split.addProperty("invert", false);
    JsonArray parts = new JsonArray();
    parts.add(split);
    parts.add(byteLevel(false));
    JsonObject sequence = new JsonObject();
    sequence.addProperty("type", "Sequence");
    sequence.add("pretokenizers", parts);
    return sequence;
  }

  static JsonObject byteLevel(boolean regex) {
    JsonObject level = new JsonObject();
    level.addProperty("type", "ByteLevel");
    level.addProperty("add_prefix_space", false);
    level.addProperty("trim_offsets", true);
    level.addProperty("use_regex", regex);
    return level;
  }
}
