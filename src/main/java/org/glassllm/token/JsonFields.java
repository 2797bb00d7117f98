package org.glassllm.token;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.math.BigDecimal;
import org.glassllm.base.InputException;

/** Reads fields of a JSON file; every error names the file and the path of the field. */
final class JsonFields {
  private final String source;

  JsonFields(String source) {
    this.source = source;
  }

  InputException wrong(String path, Object value, String mustBe) {
    String shown = String.valueOf(value);
    if (shown.length() > 80) {
      shown = shown.substring(0, 77) + "...";
    }
    return new InputException(source + ": illegal " + path + ": " + shown + ", must be " + mustBe);
  }

  /** The element with a name, or {@code null} where it is absent or null. */
  JsonElement optional(JsonObject object, String name) {
    JsonElement element = object.get(name);
    return element == null || element.isJsonNull() ? null : element;
  }

  JsonObject object(JsonObject parent, String path, String name) {
    return asObject(parent.get(name), path + name);
  }

  JsonObject asObject(JsonElement element, String path) {
    if (element == null || !element.isJsonObject()) {
      throw wrong(path, element, "an object");
    }
    return element.getAsJsonObject();
  }

  JsonArray asArray(JsonElement element, String path) {
    if (element == null || !element.isJsonArray()) {
      throw wrong(path, element, "an array");
    }
    return element.getAsJsonArray();
  }

  String string(JsonElement element, String path) {
    if (element == null || !element.isJsonPrimitive() || !element.getAsJsonPrimitive().isString()) {
      throw wrong(path, element, "a string");
    }
    return element.getAsString();
  }

  int id(JsonElement element, String path) {
    if (element != null && element.isJsonPrimitive() && element.getAsJsonPrimitive().isNumber()) {
      try {
        int id = new BigDecimal(element.getAsString()).intValueExact();
        if (id >= 0 && id <= Vocabulary.MAX_ID) {
          return id;
        }
      } catch (ArithmeticException | NumberFormatException e) {
        throw wrong(path, element, "a whole number from 0 to " + Vocabulary.MAX_ID);
      }
    }
    throw wrong(path, element, "a whole number from 0 to " + Vocabulary.MAX_ID);
  }

  boolean flag(JsonObject parent, String path, String name, boolean absent) {
    JsonElement element = optional(parent, name);
    if (element == null) {
      return absent;
    }
    if (!element.isJsonPrimitive() || !element.getAsJsonPrimitive().isBoolean()) {
      throw wrong(path + name, element, "true or false");
    }
    return element.getAsBoolean();
  }
}
