package org.glassllm.base;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.ToNumberPolicy;
import com.google.gson.stream.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes JSON and parses JSON strictly (RFC 8259) into trees; {@link JsonField} reads the values of
 * a tree.
 */
public final class Json {
  private static final Gson PRETTY =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();
  private static final Gson LINE = new GsonBuilder().disableHtmlEscaping().create();
  private static final Pattern PLACE = Pattern.compile("line \\d+ column \\d+");

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

  /** Returns whether a JSON value is a string; returns false for null. */
  public static boolean isString(JsonElement json) {
    return json instanceof JsonPrimitive value && value.isString();
  }

  /** Returns the JSON object in a file; the file must hold nothing else. */
  public static JsonObject readObject(Path file) {
    return JsonField.root(file).object();
  }

  /** Parses a text that holds one JSON object; {@code source} names the text in error messages. */
  public static JsonObject parseObject(String text, String source) {
    return JsonField.parse(text, source).object();
  }

  /**
   * Parses one JSON value.
   *
   * @param source names the text in error messages
   * @throws InputException for any deviation from RFC 8259, for a duplicate name in an object, and
   *     for text after the value
   */
  static JsonElement parse(String text, String source) {
    try (JsonReader in = new JsonReader(new StringReader(text))) {
      in.setStrictness(Strictness.STRICT);
      JsonElement tree = element(in, source);
      in.peek(); // fails if text follows the value
      return tree;
    } catch (IOException | IllegalStateException e) {
      Matcher place = PLACE.matcher(String.valueOf(e.getMessage()));
      throw new InputException(
          "%s is not valid JSON%s; correct the JSON or restore the file from a copy"
              .formatted(source, place.find() ? " at " + place.group() : ""),
          e);
    }
  }

  private static JsonElement element(JsonReader in, String source) throws IOException {
    switch (in.peek()) {
      case BEGIN_OBJECT -> {
        JsonObject object = new JsonObject();
        in.beginObject();
        while (in.hasNext()) {
          String name = in.nextName();
          if (object.has(name)) {
            throw new InputException(
                "%s has the name \"%s\" twice in one object; remove one of the two",
                source, InputException.shown(name));
          }
          object.add(name, element(in, source));
        }
        in.endObject();
        return object;
      }
      case BEGIN_ARRAY -> {
        JsonArray array = new JsonArray();
        in.beginArray();
        while (in.hasNext()) {
          array.add(element(in, source));
        }
        in.endArray();
        return array;
      }
      case STRING -> {
        return new JsonPrimitive(in.nextString());
      }
      case BOOLEAN -> {
        return new JsonPrimitive(in.nextBoolean());
      }
      case NUMBER -> {
        return new JsonPrimitive(ToNumberPolicy.LAZILY_PARSED_NUMBER.readNumber(in));
      }
      default -> {
        in.nextNull();
        return JsonNull.INSTANCE;
      }
    }
  }
}
