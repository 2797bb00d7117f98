package org.glassllm.model;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.glassllm.base.Check;
import org.glassllm.base.InputException;
import org.glassllm.base.JsonField;

/**
 * A component of a model's configuration. Each component is a record that checks its values, builds
 * its block and counts its parameters. A sealed interface lists the records of one kind. The
 * constructor without arguments sets the default values.
 */
public interface Spec {
  /** Returns the name of this record in files and commands, in lower case. */
  String type();

  /** Returns one record of each type of a kind, with default values. */
  static <S extends Spec> List<S> all(Class<S> kind) {
    return Arrays.stream(kind.getPermittedSubclasses())
        .map(type -> kind.cast(usual(type)))
        .toList();
  }

  /**
   * Returns the record with a name, with default values. Upper and lower case are equivalent.
   *
   * @param field name of the field in the message
   * @throws InputException if no record of the kind has that name
   */
  static <S extends Spec> S named(Class<S> kind, String name, String field) {
    List<S> all = all(kind);
    return all.stream()
        .filter(spec -> spec.type().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () ->
                Check.illegal(
                    field,
                    name,
                    "one of " + String.join(", ", all.stream().map(Spec::type).toList())));
  }

  /** Returns the name if all values are defaults; otherwise returns an object with all values. */
  default JsonElement toJson() {
    if (equals(usual(getClass()))) {
      return new JsonPrimitive(type().toUpperCase(Locale.ROOT));
    }
    JsonObject json = new JsonObject();
    json.addProperty("type", type());
    new Gson().toJsonTree(this).getAsJsonObject().asMap().forEach(json::add);
    return json;
  }

  /**
   * Returns the record of a JSON name, or of a JSON object with a {@code type} and values. Missing
   * values are set to their defaults.
   *
   * @throws InputException if a name is unknown, a value is unknown or a value has a wrong type
   */
  static <S extends Spec> S read(Class<S> kind, JsonField json) {
    JsonField name = json.isString() ? json : json.get("type");
    String text = name.string();
    S usual = name.checked(() -> named(kind, text, "type"));
    if (json.isString()) {
      return usual;
    }
    JsonObject values = new Gson().toJsonTree(usual).getAsJsonObject();
    json.object().asMap().forEach(values::add);
    values.remove("type");
    Class<? extends Record> type = usual.getClass().asSubclass(Record.class);
    return kind.cast(new JsonField(json.source(), json.path(), values).record(type));
  }

  private static Object usual(Class<?> type) {
    try {
      return type.getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("no constructor without arguments: " + type, e);
    }
  }
}
