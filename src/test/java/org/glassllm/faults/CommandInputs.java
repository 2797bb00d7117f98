package org.glassllm.faults;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.glassllm.base.Hash;
import org.glassllm.batch.TokenFileWriter;

/** Good and damaged inputs of random command lines. */
final class CommandInputs {
  private final Path folder;
  private final List<String> files;

  CommandInputs(Path folder) throws IOException {
    this.folder = folder;
    files = write();
  }

  /** Returns the paths of all inputs, and of some that do not exist. */
  List<String> files() {
    return files;
  }

  /** Returns the paths of runs, only the first of them good. */
  List<String> runs() {
    return Stream.of("run", "nan", "broken", "nothing", "missing")
        .map(name -> folder.resolve("in").resolve(name).toString())
        .toList();
  }

  /** Writes good and damaged inputs and returns their paths. */
  private List<String> write() throws IOException {
    Path inputs = folder.resolve("in");
    Path run = TinyRun.train(inputs.resolve("run"));
    Path text = inputs.resolve("text.txt"), checkpoint = run.resolve(TinyRun.last(run));
    List<Path> all = new ArrayList<>(List.of(run, run, run, text, text, inputs, checkpoint));
    all.add(Files.copy(run.resolve("data/train.tok"), inputs.resolve("ids.tok")));
    all.add(Files.copy(checkpoint.resolve("tokenizer.json"), inputs.resolve("tokenizer.json")));
    all.add(checkpoint.resolve("config.json"));
    all.add(write("empty.txt", ""));
    all.add(write("lines.jsonl", "{\"text\":\"one\"}\n{\"text\":\"two two\"}\n"));
    all.add(write("wrong.jsonl", "{\"text\":1}\n"));
    all.add(write("wrong.json", "{\"a\":\u001b[0m"));
    all.add(write("ids.json", "[1, 2, 3]\n[99999]\n"));
    all.add(write("half.tok", "GLASSTOK\1\0"));
    all.add(inputs.resolve("missing"));
    all.add(Files.write(inputs.resolve("latin.txt"), new byte[] {'a', (byte) 0xE9, 'b'}));
    all.add(Files.write(inputs.resolve("wide.txt"), "wide".getBytes(StandardCharsets.UTF_16LE)));
    all.add(Files.createDirectories(inputs.resolve("nothing")));
    all.add(folder.resolve("out/new")); // removed after each command
    all.add(text.resolve("below"));
    all.add(inputs.resolve("far.tok"));
    TokenFileWriter.writeAll(inputs.resolve("far.tok"), 1 << 17, 1, 2, 3, 100_000, 5, 6, 7, 8, 9);
    all.add(notANumber(run, inputs.resolve("nan")));
    Path broken = inputs.resolve("broken");
    TinyRun.copy(run, broken);
    Files.writeString(broken.resolve("run.json"), "{\"format\": 2}");
    all.add(broken);
    return all.stream().map(Path::toString).toList();
  }

  /** Copies a run whose weights are then not numbers, with the right checksums. */
  private static Path notANumber(Path run, Path to) throws IOException {
    TinyRun.copy(run, to);
    Path folder = to.resolve(TinyRun.last(to)), sums = folder.resolve("SHA256SUMS");
    Path weights = folder.resolve("model.safetensors");
    byte[] bytes = Files.readAllBytes(weights);
    String old = Hash.sha256(bytes);
    Arrays.fill(bytes, StrictSafetensors.headerEnd(bytes), bytes.length, (byte) 0xFF);
    Files.write(weights, bytes);
    Files.writeString(sums, Files.readString(sums).replace(old, Hash.sha256(bytes)));
    return to;
  }

  private Path write(String name, String content) throws IOException {
    return Files.writeString(folder.resolve("in").resolve(name), content);
  }

  /** Removes what the last command wrote. */
  void clear() throws IOException {
    Path out = folder.resolve("out");
    if (Files.exists(out)) {
      try (Stream<Path> all = Files.walk(out)) {
        all.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
      }
    }
  }
}
