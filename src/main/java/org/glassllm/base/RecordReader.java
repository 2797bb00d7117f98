package org.glassllm.base;

import com.google.gson.annotations.SerializedName;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Creates records from JSON objects; {@link JsonField#record} states the rules.
 *
 * @param readers functions that read a component, by the component's type
 */
record RecordReader(Map<Class<?>, Function<JsonField, ?>> readers) {

  Object record(JsonField json, Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    List<String> names = Arrays.stream(components).map(RecordReader::name).toList();
    json.object(names);
    Object[] values = new Object[components.length];
    for (int i = 0; i < values.length; i++) {
      JsonField field = json.get(names.get(i));
      boolean mayBeMissing = components[i].isAnnotationPresent(JsonField.MayBeMissing.class);
      values[i] = mayBeMissing && field.isAbsent() ? null : value(field, components[i].getType());
    }
    return create(type, components, values, json.place());
  }

  private Object value(JsonField field, Class<?> type) {
    if (readers.containsKey(type)) {
      return readers.get(type).apply(field);
    } else if (type.isRecord()) {
      return record(field, type);
    } else if (type.isEnum()) {
      List<?> all = List.of(type.getEnumConstants());
      String name =
          field.string(all.stream().map(constant -> ((Enum<?>) constant).name()).toList());
      return all.stream().filter(c -> ((Enum<?>) c).name().equals(name)).findFirst().orElseThrow();
    } else if (type == String.class) {
      return field.string();
    } else if (type == boolean.class || type == Boolean.class) {
      return field.flag();
    } else if (type == int.class || type == Integer.class) {
      return field.integer();
    } else if (type == long.class || type == Long.class) {
      return field.whole(Long.MIN_VALUE, Long.MAX_VALUE);
    } else if (type == double.class || type == Double.class) {
      return field.number();
    }
    throw new IllegalArgumentException("no reader for " + type);
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
        throw new InputException(place + ": " + refused.getMessage(), e);
      }
      throw new IllegalStateException(type + " cannot be created", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " has no accessible constructor", e);
    }
  }

  private static String name(RecordComponent component) {
    SerializedName other = component.getAccessor().getAnnotation(SerializedName.class);
    return other == null ? component.getName() : other.value();
  }
}
