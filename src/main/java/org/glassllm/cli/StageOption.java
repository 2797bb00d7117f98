package org.glassllm.cli;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.nio.file.Path;
import java.util.List;
import org.glassllm.base.InputException;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * An option of a command that fine-tunes. It sets a component of the stage's record.
 *
 * @param name the option, such as {@code --length-normalized}
 * @param label the placeholder of the value in the help
 * @param type the type of the value; a {@link Path} becomes absolute
 * @param description the description in the help
 * @param component the name of the component in JSON
 */
record StageOption(String name, String label, Class<?> type, String description, String component) {
  /** The options that every command has. */
  static final List<StageOption> COMMON =
      List.of(
          new StageOption(
              "--held-out",
              "F",
              Path.class,
              "Held-out data. Default: every tenth example of --data."),
          new StageOption(
              "--template",
              "alpaca|chat",
              String.class,
              "Format of instructions and answers: Alpaca's headings, or ChatML with special"
                  + " tokens. Default: the template of --from, or alpaca."),
          flag("--strict", "Stop with an error at the first malformed row. Default: false."));

  /** The options of LoRA; they set the components of {@link org.glassllm.run.LoraSettings}. */
  static final List<StageOption> LORA =
      List.of(
          whole(
                  "--lora-rank",
                  "Train low-rank adapters of this rank only (LoRA), at least 1. Default: all"
                      + " weights train.")
              .of("rank"),
          number("--lora-alpha", "X", "Each update is multiplied by alpha/rank. Default: 2 rank.")
              .of("alpha"),
          number("--lora-dropout", "D", "Dropout of the adapters' input. Default: 0.")
              .of("dropout"),
          new StageOption(
              "--lora-targets",
              "NAMES",
              String.class,
              "Comma-separated weights with adapters, such as q, k, v, attn.c_proj, mlp.c_fc,"
                  + " mlp.c_proj, wte. Default: q,v.",
              "targets"));

  /** Creates an option whose component has the name of the option, with underscores. */
  StageOption(String name, String label, Class<?> type, String description) {
    this(name, label, type, description, name.substring(2).replace('-', '_'));
  }

  /** Returns an option that is true or false; the option without a value means true. */
  static StageOption flag(String name, String description) {
    return new StageOption(name, "true|false", Boolean.class, description);
  }

  /** Returns an option that is a number. */
  static StageOption number(String name, String label, String description) {
    return new StageOption(name, label, Double.class, description);
  }

  /** Returns an option that is a whole number. */
  static StageOption whole(String name, String description) {
    return new StageOption(name, "N", Integer.class, description);
  }

  /** Returns a copy of this option that sets another component. */
  StageOption of(String other) {
    return new StageOption(name, label, type, description, other);
  }

  /** Returns the option for the command line. */
  OptionSpec spec() {
    OptionSpec.Builder option =
        OptionSpec.builder(name).paramLabel(label).type(type).description(description);
    return type == Boolean.class
        ? option.arity("0..1").fallbackValue("true").build()
        : option.build();
  }

  /** Returns the given value; null if the option is not given. */
  private JsonElement value(ParseResult given) {
    Object value = given.matchedOptionValue(name, null);
    if (value instanceof Path path) {
      return new JsonPrimitive(path.toAbsolutePath().normalize().toString());
    } else if (value instanceof Number number) {
      return new JsonPrimitive(number);
    } else if (value instanceof Boolean flag) {
      return new JsonPrimitive(flag);
    }
    return value == null ? null : new JsonPrimitive(value.toString());
  }

  /** Sets the component of a stage's settings if the option is given. */
  void applyTo(JsonObject settings, ParseResult given) {
    JsonElement value = value(given);
    if (value != null) {
      settings.add(component, value);
    }
  }

  /**
   * Checks that a given value is that of a resumed run.
   *
   * @throws InputException if the values differ
   */
  void requireSame(JsonObject settings, ParseResult given) {
    JsonElement value = value(given), own = settings.get(component);
    if (value != null) {
      Given.requireSame(name, plain(value), own == null ? "none" : plain(own));
    }
  }

  private static Object plain(JsonElement value) {
    if (value instanceof JsonPrimitive p && p.isNumber()) {
      double number = p.getAsDouble();
      if (number == Math.rint(number)) {
        return (long) number; // printed without a fraction
      }
      return number;
    }
    return value instanceof JsonNull ? "none" : value.getAsString();
  }
}
