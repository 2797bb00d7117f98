package org.glassllm.model;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.glassllm.base.Check;
import org.glassllm.base.InputException;

/**
 * A choice in a model's configuration: a record that validates itself, builds its block and counts
 * its parameters. A sealed interface lists the records of one kind. Each record has a constructor
 * without arguments for the default values.
 */
public interface Spec {
  /** Returns the name in files and commands, in lower case. */
  String type();

  /** Returns every record of a kind with its default values. */
  static <S extends Spec> List<S> all(Class<S> kind) {
    return Arrays.stream(kind.getPermittedSubclasses())
        .map(type -> kind.cast(construct(type, new Class<?>[0])))
        .toList();
  }

  /**
   * Returns the record of a name, in any letter case, with its default values.
   *
   * @param field names the choice in the message
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

  /** Returns only the name if all values are defaults, otherwise an object with all values. */
  default JsonElement toJson() {
    if (equals(construct(getClass(), new Class<?>[0]))) {
      return new JsonPrimitive(type().toUpperCase(Locale.ROOT));
    }
    JsonObject json = new JsonObject();
    json.addProperty("type", type());
    new Gson().toJsonTree(this).getAsJsonObject().asMap().forEach(json::add);
    return json;
  }

  /**
   * Returns the record of a name, or of an object with a {@code type} and values. Missing values
   * have their defaults.
   *
   * @param field names the choice in messages
   * @throws InputException for an unknown name, an unknown value or a wrong type
   */
  static <S extends Spec> S read(Class<S> kind, JsonElement json, String field) {
    if (json != null && json.isJsonPrimitive()) {
      return named(kind, json.getAsString(), field);
    }
    if (json == null || !json.isJsonObject() || !json.getAsJsonObject().has("type")) {
      throw Check.illegal(field, json, "a name, or an object with a type");
    }
    JsonObject values = json.getAsJsonObject();
    S usual = named(kind, values.get("type").getAsString(), field);
    RecordComponent[] components = usual.getClass().getRecordComponents();
    Set<String> unknown = new TreeSet<>(values.keySet());
    unknown.remove("type");
    Arrays.stream(components).map(RecordComponent::getName).forEach(unknown::remove);
    if (!unknown.isEmpty()) {
      throw Check.illegal(
          field,
          unknown,
          "among " + Arrays.stream(components).map(RecordComponent::getName).toList());
    }
    Object[] arguments =
        Arrays.stream(components)
            .map(c -> value(usual, c, values.get(c.getName()), field + "." + c.getName()))
            .toArray();
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    return kind.cast(construct(usual.getClass(), types, arguments));
  }

  private static Object value(Spec usual, RecordComponent c, JsonElement json, String field) {
    try {
      Object value =
          json == null
              ? c.getAccessor().invoke(usual)
              : new Gson().getAdapter(c.getType()).fromJsonTree(json);
      if (value != null) {
        return value;
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    } catch (RuntimeException e) {
      throw Check.illegal(field, json, "a " + c.getType().getSimpleName());
    }
    throw Check.illegal(field, json, "a " + c.getType().getSimpleName());
  }

  private static Object construct(Class<?> type, Class<?>[] types, Object... arguments) {
    try {
      return type.getDeclaredConstructor(types).newInstance(arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof InputException illegal ? illegal : new IllegalStateException(e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a record without its constructor: " + type, e);
    }
  }
}
