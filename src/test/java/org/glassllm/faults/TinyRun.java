package org.glassllm.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.glassllm.cli.Main;

/** Trains tiny models by the command line, in this process. */
final class TinyRun {
  private static final String TEXT = "the cat sat on the mat. 你好! ";

  private TinyRun() {}

  /** Options of a model that trains in milliseconds. */
  static List<String> options() {
    return List.of(
        "--preset",
        "test",
        "--steps",
        "4",
        "--eval-every",
        "2",
        "--warmup",
        "1",
        "--batch",
        "1",
        "--context",
        "4",
        "--dim",
        "4",
        "--heads",
        "2",
        "--layers",
        "1",
        "--device",
        "cpu");
  }

  /** Trains a model; later options are added to {@link #options()}. */
  static Path train(Path run, String... more) throws IOException {
    Files.createDirectories(run.toAbsolutePath().getParent());
    Path text = run.resolveSibling("text.txt");
    Files.writeString(text, TEXT.repeat(20));
    List<String> all = new ArrayList<>(List.of("train", "--data", text.toString()));
    all.addAll(List.of("--run", run.toString()));
    all.addAll(options());
    all.addAll(List.of(more));
    StringWriter out = new StringWriter();
    PrintWriter writer = new PrintWriter(out);
    assertEquals(0, Main.run(writer, writer, all.toArray(String[]::new)), out::toString);
    return run;
  }

  /** Returns the newest checkpoint's folder, relative to the run. */
  static String last(Path run) throws IOException {
    return "checkpoints/" + Files.readString(run.resolve("checkpoints/last")).strip();
  }

  /** Copies a folder. */
  static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : all.toList()) {
        Path target = to.resolve(from.relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(target);
        } else {
          Files.copy(path, target);
        }
      }
    }
  }
}
