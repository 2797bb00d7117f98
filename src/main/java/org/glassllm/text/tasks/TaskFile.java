package org.glassllm.text.tasks;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.glassllm.base.Hash;
import org.glassllm.base.Json;
import org.glassllm.base.Progress;
import org.glassllm.base.SafeFiles;
import org.glassllm.text.examples.Instruction;
import org.glassllm.text.examples.Preference;

/**
 * A JSONL file of generated tasks or preferences.
 *
 * @param file the path
 * @param rows number of rows
 * @param bytes size in bytes
 * @param longest length of the longest row's texts in {@code char}s
 * @param sha256 the SHA-256 checksum of the file
 */
public record TaskFile(String file, long rows, long bytes, int longest, String sha256) {
  /** A line of preferences; {@code flipped} is not part of TRL's layout. */
  private record PreferenceRow(String prompt, String chosen, String rejected, boolean flipped) {}

  private record Row(Object json, int length) {}

  /**
   * Writes instructions in Alpaca's layout.
   *
   * @param rows number of rows; the first tasks of the source are used
   * @param courtesy the probability of a {@link Courtesy} at the end of an answer
   * @param progress receives the number of written rows
   */
  public static TaskFile instructions(
      Path file, TaskSource tasks, int rows, double courtesy, Progress progress) {
    return write(
        file,
        rows,
        index -> {
          Instruction row = tasks.instruction(index, courtesy);
          return new Row(row, row.length());
        },
        progress);
  }

  /**
   * Writes preferences in TRL's layout.
   *
   * @param rows number of rows; the first preferences of the source are used
   * @param each receives each preference
   * @param progress receives the number of written rows
   */
  public static TaskFile preferences(
      Path file, PreferenceSource pairs, int rows, Consumer<Preference> each, Progress progress) {
    return write(
        file,
        rows,
        index -> {
          LabelledPair pair = pairs.at(index);
          Preference p = pair.preference();
          each.accept(p);
          return new Row(
              new PreferenceRow(p.lastPrompt(), p.chosen(), p.rejected(), pair.flipped()),
              p.length());
        },
        progress);
  }

  private static TaskFile write(Path file, int rows, LongFunction<Row> source, Progress progress) {
    long[] bytes = {0};
    int[] longest = {0};
    SafeFiles.replace(
        file,
        out -> {
          for (int i = 0; i < rows; i++) {
            Row row = source.apply(i);
            bytes[0] += line(out, row.json());
            longest[0] = Math.max(longest[0], row.length());
            progress.at(i + 1, rows);
          }
        });
    return new TaskFile(file.toString(), rows, bytes[0], longest[0], Hash.sha256(file));
  }

  private static int line(OutputStream out, Object json) throws IOException {
    byte[] line = (Json.line(json) + "\n").getBytes(StandardCharsets.UTF_8);
    out.write(line);
    return line.length;
  }
}
