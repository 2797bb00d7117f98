package org.glassllm.base;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.annotations.SerializedName;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads JSON objects into records, strictly: an unknown name, a missing name, a value of the wrong
 * type, a fraction or an overflow in a whole number, and an unknown enum constant are errors. Each
 * message gives the file, the path of the value, the value, and what is allowed.
 *
 * <p>Components may be {@code boolean}, {@code int}, {@code long}, {@code double}, their boxes,
 * strings, enums, records, and types with a {@linkplain #with reader of their own}. A component's
 * name in the JSON is its own or that of {@link SerializedName}.
 */
public final class RecordReader {
  private static final int SHOWN = 60;

  private final Map<Class<?>, TypeReader<?>> readers;

  /** Marks a component that may be missing; it is then null. */
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.RECORD_COMPONENT)
  public @interface MayBeMissing {}

  /** Reads the values of a type that is not a plain record. */
  @FunctionalInterface
  public interface TypeReader<T> {
    /**
     * Returns the value.
     *
     * @param place the file and the path of the value, for messages
     */
    T read(JsonElement json, String place);
  }

  /** A reader of plain records. */
  public RecordReader() {
    this(Map.of());
  }

  private RecordReader(Map<Class<?>, TypeReader<?>> readers) {
    this.readers = readers;
  }

  /** Returns this reader with another one for the values of a type. */
  public <T> RecordReader with(Class<T> type, TypeReader<T> reader) {
    Map<Class<?>, TypeReader<?>> all = new LinkedHashMap<>(readers);
    all.put(type, reader);
    return new RecordReader(all);
  }

  /**
   * Reads a record.
   *
   * @param source the file, for messages
   */
  public <T extends Record> T read(JsonElement json, Class<T> type, String source) {
    return readAt(json, type, source + ": ");
  }

  /**
   * Reads a record that is a part of a file.
   *
   * @param place the file and the path of the record, for messages
   */
  public <T extends Record> T readAt(JsonElement json, Class<T> type, String place) {
    return type.cast(record(json, type, place));
  }

  private Object value(JsonElement json, Class<?> type, String place) {
    if (readers.containsKey(type)) {
      return readers.get(type).read(json, place);
    } else if (type.isRecord()) {
      return record(json, type, place);
    } else if (type.isEnum()) {
      List<?> all = List.of(type.getEnumConstants());
      return all.stream()
          .filter(
              constant ->
                  Json.isString(json) && ((Enum<?>) constant).name().equals(json.getAsString()))
          .findFirst()
          .orElseThrow(() -> wrong(json, place, "one of " + all));
    } else if (type == String.class) {
      return require(Json.isString(json), json, place, "a string").getAsString();
    } else if (type == boolean.class || type == Boolean.class) {
      boolean is = json.isJsonPrimitive() && json.getAsJsonPrimitive().isBoolean();
      return require(is, json, place, "true or false").getAsBoolean();
    }
    return number(json, type, place);
  }

  private static Object number(JsonElement json, Class<?> type, String place) {
    boolean fraction = type == double.class || type == Double.class;
    boolean isInt = type == int.class || type == Integer.class;
    if (!fraction && !isInt && type != long.class && type != Long.class) {
      throw new IllegalArgumentException("no reader for " + type);
    }
    String allowed =
        fraction
            ? "a finite number"
            : "a whole number from "
                + (isInt ? Integer.MIN_VALUE : Long.MIN_VALUE)
                + " to "
                + (isInt ? Integer.MAX_VALUE : Long.MAX_VALUE);
    boolean is = json.isJsonPrimitive() && json.getAsJsonPrimitive().isNumber();
    String text = require(is, json, place, allowed).getAsString();
    try {
      if (fraction) {
        double value = Double.parseDouble(text);
        return (Double) require(Double.isFinite(value), json, place, allowed).getAsDouble();
      }
      BigDecimal exact = new BigDecimal(text);
      return isInt ? (Object) exact.intValueExact() : (Object) exact.longValueExact();
    } catch (ArithmeticException | NumberFormatException e) {
      throw wrong(json, place, allowed);
    }
  }

  private Object record(JsonElement json, Class<?> type, String place) {
    JsonObject object = require(json.isJsonObject(), json, place, "an object").getAsJsonObject();
    RecordComponent[] components = type.getRecordComponents();
    Set<String> unknown = new TreeSet<>(object.keySet());
    List<String> names = Arrays.stream(components).map(RecordReader::name).toList();
    unknown.removeAll(names);
    if (!unknown.isEmpty()) {
      String wrong = path(place, shown(unknown.iterator().next()));
      throw new InputException("%s is unknown; the names here are %s", wrong, names);
    }
    Object[] values = new Object[components.length];
    for (int i = 0; i < values.length; i++) {
      JsonElement value = object.get(names.get(i));
      boolean missing = value == null || value.isJsonNull();
      if (!missing) {
        values[i] = value(value, components[i].getType(), path(place, names.get(i)));
      } else if (!components[i].isAnnotationPresent(MayBeMissing.class)) {
        throw new InputException("%s is missing", path(place, names.get(i)));
      }
    }
    return create(type, components, values, place);
  }

  private static Object create(
      Class<?> type, RecordComponent[] components, Object[] values, String place) {
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof InputException refused) {
        throw new InputException(
            place + (place.endsWith(": ") ? "" : ": ") + refused.getMessage(), e);
      }
      throw new IllegalStateException(type + " cannot be made", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " has no accessible constructor", e);
    }
  }

  private static String name(RecordComponent component) {
    SerializedName other = component.getAccessor().getAnnotation(SerializedName.class);
    return other == null ? component.getName() : other.value();
  }

  private static String path(String parent, String name) {
    return parent.endsWith(": ") ? parent + name : parent + "." + name;
  }

  private static JsonElement require(boolean is, JsonElement json, String place, String allowed) {
    if (!is) {
      throw wrong(json, place, allowed);
    }
    return json;
  }

  private static InputException wrong(JsonElement json, String place, String allowed) {
    return new InputException("%s is %s, must be %s", place, shown(json.toString()), allowed);
  }

  private static String shown(String value) {
    return value.length() <= SHOWN ? value : value.substring(0, SHOWN) + "…";
  }
}
