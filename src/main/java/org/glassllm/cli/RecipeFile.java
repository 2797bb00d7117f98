package org.glassllm.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Stack;
import org.glassllm.base.InputException;
import org.glassllm.base.SafeFiles;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.TypeConversionException;

/**
 * Replaces {@code --recipe FILE} by the options in the file. Each line holds one option and, after
 * a space, the value of the option. Empty lines and lines that start with {@code #} are ignored.
 */
final class RecipeFile implements IParameterPreprocessor {
  @Override
  public boolean preprocess(
      Stack<String> arguments, CommandSpec command, ArgSpec option, Map<String, Object> info) {
    if (arguments.isEmpty()) {
      return false; // picocli reports the missing value
    }
    List<String> words =
        SafeFiles.readText(file(arguments.pop()))
            .lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
            .flatMap(line -> List.of(line.split("\\s+", 2)).stream())
            .toList();
    if (words.contains("--recipe")) {
      throw new InputException(
          "illegal --recipe: the file has a --recipe itself; remove that line");
    }
    for (int i = words.size() - 1; i >= 0; i--) {
      arguments.push(words.get(i));
    }
    // options after --recipe replace options of the file
    command.commandLine().setOverwrittenOptionsAllowed(true);
    return true;
  }

  private static Path file(String path) {
    try {
      return Given.path(path);
    } catch (TypeConversionException e) {
      throw new InputException("illegal --recipe: " + e.getMessage(), e);
    }
  }
}
