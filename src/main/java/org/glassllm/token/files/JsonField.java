package org.glassllm.token.files;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.glassllm.base.InputException;
import org.glassllm.base.Json;
import org.glassllm.token.bpe.BpeModel;

/**
 * A value in a JSON file and its path; every error names both.
 *
 * @param source the file
 * @param path such as {@code added_tokens[0].id}; empty for the root
 * @param value {@code null} if the field is absent
 */
record JsonField(String source, String path, JsonElement value) {

  /** Reads a file that is one JSON object. */
  static JsonField root(Path file) {
    return new JsonField(file.toString(), "", Json.readObject(file));
  }

  InputException wrong(String mustBe) {
    String shown = String.valueOf(value);
    shown = shown.length() > 80 ? shown.substring(0, 77) + "..." : shown;
    return new InputException("%s: illegal %s: %s, must be %s", source, path, shown, mustBe);
  }

  boolean isAbsent() {
    return value == null || value.isJsonNull();
  }

  JsonField get(String name) {
    return new JsonField(source, path.isEmpty() ? name : path + "." + name, object().get(name));
  }

  /** Returns the entry of a map whose keys are data. */
  JsonField entry(String key) {
    return new JsonField(source, path + "[\"" + key + "\"]", object().get(key));
  }

  JsonObject object() {
    if (value == null || !value.isJsonObject()) {
      throw wrong("an object");
    }
    return value.getAsJsonObject();
  }

  List<JsonField> list() {
    if (value == null || !value.isJsonArray()) {
      throw wrong("an array");
    }
    List<JsonElement> elements = value.getAsJsonArray().asList();
    return IntStream.range(0, elements.size())
        .mapToObj(i -> new JsonField(source, path + "[" + i + "]", elements.get(i)))
        .toList();
  }

  boolean isString() {
    return Json.isString(value);
  }

  String string() {
    if (!isString()) {
      throw wrong("a string");
    }
    return value.getAsString();
  }

  int id() {
    if (value != null && value.isJsonPrimitive() && value.getAsJsonPrimitive().isNumber()) {
      BigDecimal number = value.getAsBigDecimal();
      if (number.signum() >= 0
          && number.compareTo(BigDecimal.valueOf(BpeModel.MAX_ID)) <= 0
          && number.stripTrailingZeros().scale() <= 0) {
        return number.intValue();
      }
    }
    throw wrong("a whole number from 0 to " + BpeModel.MAX_ID);
  }

  boolean flag(boolean absent) {
    if (isAbsent()) {
      return absent;
    }
    if (!value.isJsonPrimitive() || !value.getAsJsonPrimitive().isBoolean()) {
      throw wrong("true or false");
    }
    return value.getAsBoolean();
  }
}
