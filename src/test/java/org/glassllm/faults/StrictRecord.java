package org.glassllm.faults;

import com.google.gson.JsonObject;
import com.google.gson.annotations.SerializedName;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.glassllm.checkpoint.ConfigJson;
import org.glassllm.model.GptConfig;

/** Compares a record with the JSON that it was read from. */
final class StrictRecord {
  private StrictRecord() {}

  /**
   * Requires that every value of the record is the file's, and that the file has no other names.
   *
   * @throws StrictJson.Wrong if they differ
   */
  static void requireSame(Object value, Object json, String path) throws Exception {
    if (value instanceof GptConfig config) {
      requireConfig(StrictJson.read(ConfigJson.write(config).toString()), json, path);
    } else if (value instanceof JsonObject settings) {
      require(
          StrictJson.read(settings.toString()).equals(json),
          path + " is " + shown(json) + ", read as " + settings);
    } else if (value instanceof Record) {
      fields(value, StrictJson.object(json, path), path);
    } else if (value instanceof Map<?, ?> map) {
      Map<String, Object> object = StrictJson.object(json, path);
      require(object.keySet().equals(map.keySet()), path + " has other names");
      for (Map.Entry<?, ?> e : map.entrySet()) {
        requireSame(e.getValue(), object.get(e.getKey()), path + "." + e.getKey());
      }
    } else {
      require(same(value, json), path + " is " + shown(json) + ", read as " + value);
    }
  }

  private static void fields(Object value, Map<String, Object> json, String path) throws Exception {
    Set<String> unknown = new TreeSet<>(json.keySet());
    for (RecordComponent component : value.getClass().getRecordComponents()) {
      SerializedName other = component.getAccessor().getAnnotation(SerializedName.class);
      String name = other == null ? component.getName() : other.value();
      unknown.remove(name);
      component.getAccessor().setAccessible(true);
      Object own = component.getAccessor().invoke(value);
      Object given = json.get(name);
      if (given != null) {
        requireSame(own, given, path + "." + name);
      } else {
        boolean maybe = mayBeMissing(component) || own == null;
        require(maybe, path + "." + name + " is missing, read as " + own);
      }
    }
    require(unknown.isEmpty(), path + " has unknown names " + unknown);
  }

  private static boolean mayBeMissing(RecordComponent component) {
    return Arrays.stream(component.getAnnotations())
        .anyMatch(a -> a.annotationType().getSimpleName().equals("MayBeMissing"));
  }

  /** Requires that a model's JSON as it is written is that of the file. */
  private static void requireConfig(Object own, Object json, String path) throws Exception {
    Map<String, Object> file = StrictJson.object(json, path);
    if (file.containsKey("vocabSize")) {
      return; // format 1, which has other names
    }
    Map<String, Object> written = StrictJson.object(own, path);
    Set<String> names = new TreeSet<>(written.keySet());
    names.addAll(file.keySet());
    for (String name : names) {
      Object a = written.get(name), b = file.get(name);
      if (a instanceof Map<?, ?>) {
        requireConfig(a, b, path + "." + name);
      } else {
        require(same(a, b), path + "." + name + " is " + shown(b) + ", read as " + a);
      }
    }
  }

  private static String shown(Object json) {
    String text = json instanceof String ? "\"" + json + "\"" : String.valueOf(json);
    return text.substring(0, Math.min(60, text.length()));
  }

  /** Returns whether a Java value is that of a JSON value. */
  static boolean same(Object value, Object json) {
    if (json instanceof BigDecimal number) {
      boolean fraction = value instanceof Double;
      if (value instanceof BigDecimal other) {
        return other.doubleValue() == number.doubleValue();
      }
      return fraction
          ? (Double) value == number.doubleValue()
          : value instanceof Number whole
              && number.precision() - number.scale() < 20
              && number.compareTo(BigDecimal.valueOf(whole.longValue())) == 0;
    }
    if (value instanceof Enum<?> constant) {
      return constant.name().equals(json);
    }
    return value == null ? json == null : value.equals(json);
  }

  static void require(boolean is, String otherwise) throws StrictJson.Wrong {
    if (!is) {
      throw new StrictJson.Wrong(otherwise);
    }
  }
}
