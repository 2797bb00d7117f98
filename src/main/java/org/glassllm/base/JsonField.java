package org.glassllm.base;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * A value in a JSON file, with the path of the value. All JSON is read with this class. A missing
 * value and a value of a wrong type are errors. An integer field also rejects fractions and values
 * that overflow. Each message gives the file, the path, the value and what is allowed.
 *
 * @param source the file's name, for messages
 * @param path the path of the value, such as {@code added_tokens[0].id}; empty for the root
 * @param value the JSON value; {@code null} if the field is absent
 */
public record JsonField(String source, String path, JsonElement value) {
  /** Maximum token id that a file may contain. */
  private static final int MAX_ID = (1 << 24) - 1;

  private static final int LONG = 60;

  /** Marks a component of a record that may be missing in the JSON; a missing component is null. */
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.RECORD_COMPONENT)
  public @interface MayBeMissing {}

  /** Returns the JSON value in a file; parses strictly (RFC 8259). */
  public static JsonField root(Path file) {
    return parse(SafeFiles.readText(file), file.toString());
  }

  /**
   * Parses a text that is one JSON value, strictly; {@code source} names the text in error
   * messages.
   */
  public static JsonField parse(String text, String source) {
    return new JsonField(source, "", Json.parse(text, source));
  }

  /** Returns the file and the path, for messages. */
  public String place() {
    return source.isEmpty() || path.isEmpty() ? source + path : source + ": " + path;
  }

  /** Returns the exception for a value that is not allowed. */
  public InputException wrong(String mustBe) {
    String shown = value == null ? "missing" : InputException.shown(value);
    return new InputException("%s is %s, must be %s", place(), shown, mustBe);
  }

  /**
   * Returns the result of a check of this value; puts the file and the path before an error
   * message.
   */
  public <T> T checked(Supplier<T> check) {
    try {
      return check.get();
    } catch (InputException e) {
      throw new InputException(place() + ": " + e.getMessage(), e);
    }
  }

  /** Returns whether the value is missing or null. */
  public boolean isAbsent() {
    return value == null || value.isJsonNull();
  }

  /** Returns the field with a name in this object; the field may be absent. */
  public JsonField get(String name) {
    return new JsonField(source, path.isEmpty() ? name : path + "." + name, object().get(name));
  }

  /**
   * Returns the entry with a key in this object, for maps whose keys are data; the entry may be
   * absent.
   */
  public JsonField entry(String key) {
    String shown =
        key.length() > LONG
            ? InputException.shown(key)
            : key; // shown() is slow, so short keys skip it
    return new JsonField(source, path + "[\"" + shown + "\"]", object().get(key));
  }

  /** Returns the value, which must be an object. */
  public JsonObject object() {
    if (value instanceof JsonObject object) {
      return object;
    }
    throw wrong("an object");
  }

  /**
   * Returns the value, which must be an object; throws if the object has a name that is not in
   * {@code names}.
   */
  public JsonObject object(Collection<String> names) {
    TreeSet<String> unknown = new TreeSet<>(object().keySet());
    unknown.removeAll(names);
    if (unknown.isEmpty()) {
      return object();
    }
    throw new InputException(
        "%s is an unknown name, must be one of %s; remove or correct the name",
        get(InputException.shown(unknown.first())).place(), names);
  }

  /** Returns the elements of the value, which must be an array. */
  public List<JsonField> list() {
    if (value == null || !value.isJsonArray()) {
      throw wrong("an array");
    }
    List<JsonElement> elements = value.getAsJsonArray().asList();
    return IntStream.range(0, elements.size())
        .mapToObj(i -> new JsonField(source, path + "[" + i + "]", elements.get(i)))
        .toList();
  }

  /** Returns whether the value is a string. */
  public boolean isString() {
    return Json.isString(value);
  }

  /** Returns the value, which must be a string. */
  public String string() {
    if (isString()) {
      return value.getAsString();
    }
    throw wrong("a string");
  }

  /** Returns the value, which must be one of the allowed strings. */
  public String string(Collection<String> allowed) {
    if (isString() && allowed.contains(value.getAsString())) {
      return value.getAsString();
    }
    throw wrong("one of " + allowed);
  }

  /**
   * Returns the value, which must be a whole number in {@code [min, max]} without fraction and
   * exponent.
   */
  public long whole(long min, long max) {
    try {
      long number = Long.parseLong(numeral());
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) { // the value is a fraction, too large or no number
      throw wrong("a whole number from " + min + " to " + max);
    }
    throw wrong("a whole number from " + min + " to " + max);
  }

  /** Returns the value, which must be a whole number of 32 bits. */
  public int integer() {
    return (int) whole(Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  /** Returns the value, a whole number of 32 bits, or {@code absent} if the field is absent. */
  public int integer(int absent) {
    return isAbsent() ? absent : integer();
  }

  /** Returns the value, which must be a token id. */
  public int id() {
    return (int) whole(0, MAX_ID);
  }

  /** Returns the value, which must be a finite number. */
  public double number() {
    String numeral = numeral();
    double number = numeral.isEmpty() ? Double.NaN : Double.parseDouble(numeral);
    if (Double.isFinite(number)) {
      return number;
    }
    throw wrong("a finite number");
  }

  /** Returns the value, a finite number, or {@code absent} if the field is absent. */
  public double number(double absent) {
    return isAbsent() ? absent : number();
  }

  /** Returns the text of a JSON number; empty if the value is not a number. */
  private String numeral() {
    return value instanceof JsonPrimitive number && number.isNumber() ? number.getAsString() : "";
  }

  /** Returns the value, which must be true or false. */
  public boolean flag() {
    if (value instanceof JsonPrimitive flag && flag.isBoolean()) {
      return flag.getAsBoolean();
    }
    throw wrong("true or false");
  }

  /** Returns the value, which must be true or false, or {@code absent} if the field is absent. */
  public boolean flag(boolean absent) {
    return isAbsent() ? absent : flag();
  }

  /**
   * Returns the value as a record. An unknown name is an error; so is a missing name, unless the
   * component has {@link MayBeMissing}. A component may be a {@code boolean}, {@code int}, {@code
   * long}, {@code double}, a box of these types, a string, an enum or a record. {@link
   * com.google.gson.annotations.SerializedName} gives a component another name in the JSON.
   */
  public <T extends Record> T record(Class<T> type) {
    return record(type, Map.of());
  }

  /**
   * Returns the value as a record, as {@link #record(Class)} does.
   *
   * @param readers functions that read a component, by the component's type
   */
  public <T extends Record> T record(Class<T> type, Map<Class<?>, Function<JsonField, ?>> readers) {
    return type.cast(new RecordReader(readers).record(this, type));
  }
}
