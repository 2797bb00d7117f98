package org.glassllm.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.glassllm.base.InputException;
import org.glassllm.base.Json;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What all commands share: the writers and {@code --json}. */
@Command(mixinStandardHelpOptions = true)
abstract class Subcommand implements Runnable {
  @Spec private CommandSpec spec;

  @Option(names = "--json", description = "Print the result as one line of JSON.")
  private boolean json;

  final boolean json() {
    return json;
  }

  final PrintWriter out() {
    return spec.commandLine().getOut();
  }

  final PrintWriter err() {
    return spec.commandLine().getErr();
  }

  /** The arguments as they were typed. */
  final List<String> originalArguments() {
    CommandLine line = spec.commandLine();
    while (line.getParent() != null) {
      line = line.getParent();
    }
    return List.copyOf(line.getParseResult().originalArgs());
  }

  /** Prints a value as one line of JSON. */
  final void printJson(Object value) {
    print(Json.line(value) + "\n");
  }

  /** Prints a formatted text; numbers look the same in every country. */
  final void printf(String format, Object... values) {
    print(String.format(Locale.ROOT, format, values));
  }

  /** Prints and {@linkplain #finish flushes}. */
  final void print(String text) {
    out().print(text);
    finish(out());
  }

  /** Flushes, and fails where the reader at the other end is gone or the disk is full. */
  static void finish(PrintWriter out) {
    if (out.checkError()) {
      throw new InputException(
          "cannot write to standard output; check where it leads, and the free space there");
    }
  }
}
