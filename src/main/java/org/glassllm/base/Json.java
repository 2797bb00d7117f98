package org.glassllm.base;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.nio.file.Path;

/** Reads and writes JSON with Gson; errors name the file. */
public final class Json {
  private static final Gson PRETTY =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();
  private static final Gson LINE = new GsonBuilder().disableHtmlEscaping().create();

  private Json() {}

  /** Returns a value as one line of JSON. */
  public static String line(Object value) {
    return LINE.toJson(value);
  }

  /** Returns a value as indented JSON with a final newline. */
  public static String pretty(Object value) {
    return PRETTY.toJson(value) + "\n";
  }

  /** Returns a value as a JSON tree. */
  public static JsonElement tree(Object value) {
    return LINE.toJsonTree(value);
  }

  /** Returns whether a JSON value is a string; null is none. */
  public static boolean isString(JsonElement json) {
    return json instanceof JsonPrimitive value && value.isString();
  }

  /** Reads a file that holds one JSON object. */
  public static JsonObject readObject(Path file) {
    return parseObject(SafeFiles.readText(file), file.toString());
  }

  /** Parses a text that holds one JSON object; {@code source} names it in errors. */
  public static JsonObject parseObject(String text, String source) {
    try {
      JsonElement element = JsonParser.parseString(text);
      if (element.isJsonObject()) {
        return element.getAsJsonObject();
      }
      throw new InputException(
          "%s holds no JSON object; restore it from a copy or choose another file", source);
    } catch (JsonParseException e) {
      throw new InputException(
          source + " is not valid JSON; correct it or restore it from a copy: " + firstLine(e), e);
    }
  }

  /** Reads a JSON tree as an object of a class; {@code source} names it in errors. */
  public static <T> T read(JsonElement tree, Class<T> type, String source) {
    try {
      T value = LINE.fromJson(tree, type);
      if (value == null) {
        throw new InputException("%s is empty; restore it from a copy", source);
      }
      return value;
    } catch (InputException e) {
      throw new InputException(source + ": " + e.getMessage(), e);
    } catch (RuntimeException e) {
      throw new InputException(source + " has a field of a wrong type: " + firstLine(e), e);
    }
  }

  private static String firstLine(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String message =
        root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    return message.lines().findFirst().orElse(message);
  }
}
