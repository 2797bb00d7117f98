package org.glassllm.cli;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonNull;
import com.google.gson.JsonPrimitive;
import com.google.gson.JsonSerializer;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.glassllm.base.InputException;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExitCodeGenerator;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** Provides every command with the option {@code --json} and with methods that print. */
@Command(mixinStandardHelpOptions = true)
abstract class Subcommand implements Runnable, IExitCodeGenerator {
  /** Writes numbers that JSON cannot express, such as an infinite perplexity, as null. */
  private static final JsonSerializer<Double> NUMBERS =
      (x, type, gson) -> Double.isFinite(x) ? new JsonPrimitive(x) : JsonNull.INSTANCE;

  private static final Gson JSON =
      new GsonBuilder()
          .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
          .registerTypeAdapter(Double.class, NUMBERS)
          .registerTypeAdapter(double.class, NUMBERS)
          .serializeNulls()
          .disableHtmlEscaping()
          .create();

  /**
   * Matches control characters, which could change a terminal's settings or overwrite earlier
   * lines.
   */
  private static final String CONTROL = "[\\p{Cc}&&[^\n\t]]";

  /** The end of the description of an option that has a default. */
  static final String DEFAULT = " Default: ${DEFAULT-VALUE}.";

  @Spec private CommandSpec spec;

  @Option(names = "--json", description = "Print the result as one line of JSON.")
  private boolean json;

  private int exitCode;

  /** Returns 0, or 128 plus the number of the signal that stopped the command. */
  @Override
  public final int getExitCode() {
    return exitCode;
  }

  /** Sets the exit code of a command that a signal stopped. */
  final void stoppedBy(StopSignal signal) {
    exitCode = signal.exitCode();
  }

  final boolean json() {
    return json;
  }

  final PrintWriter out() {
    return spec.commandLine().getOut();
  }

  final PrintWriter err() {
    return spec.commandLine().getErr();
  }

  /** Returns the parsed arguments of this command. */
  final ParseResult arguments() {
    return spec.commandLine().getParseResult();
  }

  /** Prints a formatted line to stderr, where progress and remarks go; results go to stdout. */
  final void note(String format, Object... values) {
    err().println(format(format, values));
    err().flush();
  }

  /** Prints a value as one line of JSON; a record's {@code someField} becomes some_field. */
  final void printJson(Object value) {
    print(jsonLine(value) + "\n");
  }

  /** Returns a value as one line of JSON without a line end. */
  static String jsonLine(Object value) {
    return JSON.toJson(value);
  }

  /** Prints {@code result} as JSON with {@code --json}, otherwise prints {@code text}. */
  final void printResult(Object result, String text) {
    if (json) {
      printJson(result);
    } else {
      print(text);
    }
  }

  /** Prints named values as JSON with {@code --json}, otherwise on one aligned line per value. */
  final void printValues(Map<String, ?> values) {
    if (json) {
      printJson(values);
      return;
    }
    int width = values.keySet().stream().mapToInt(String::length).max().orElse(1);
    values.forEach(
        (name, value) ->
            printf(
                "%-" + width + "s  " + (value instanceof Double ? "%.3f" : "%s") + "%n",
                name,
                value));
  }

  /** Prints a formatted text. */
  final void printf(String format, Object... values) {
    print(format(format, values));
  }

  /**
   * Returns a formatted text; the format of numbers does not depend on the locale. Control
   * characters are removed from values that are texts.
   */
  static String format(String format, Object... values) {
    Object[] clean =
        Stream.of(values)
            .map(v -> v instanceof String text ? text.replaceAll(CONTROL, "") : v)
            .toArray();
    return String.format(Locale.ROOT, format, clean);
  }

  /** Prints a text and flushes the output. In a terminal, control characters are removed. */
  final void print(String text) {
    out().print(Terminal.isThere() ? text.replaceAll(CONTROL, "") : text);
    finish(out());
  }

  /** Flushes {@code out}; throws an exception if standard output is closed or the disk is full. */
  static void finish(PrintWriter out) {
    if (out.checkError()) {
      throw new InputException(
          "cannot write to standard output; check the destination of the output and the"
              + " free space there");
    }
  }
}
