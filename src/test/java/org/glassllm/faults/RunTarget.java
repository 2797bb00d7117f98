package org.glassllm.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.glassllm.base.Hash;
import org.glassllm.checkpoint.Checkpoint;
import org.glassllm.checkpoint.RunFolder;
import org.glassllm.run.TrainedModel;

/**
 * Accepts a run with a damaged checkpoint only if checksums, pointers and values are those of the
 * files. Half of the inputs have checksums that are made anew.
 */
final class RunTarget implements Target {
  private static final List<String> FILES =
      List.of(
          "config.json",
          "model.safetensors",
          "tokenizer.json",
          "trainer.json",
          "trainer.safetensors");
  private final Path run;
  private final String last;
  private final List<Sample> samples = new ArrayList<>();

  RunTarget(Path folder) throws IOException {
    run = TinyRun.train(folder.resolve("run"));
    last = TinyRun.last(run);
    for (String name : FILES) {
      byte[] bytes = Files.readAllBytes(run.resolve(last).resolve(name));
      String file = "run/" + last + "/" + name;
      samples.add(name.endsWith(".json") ? Sample.json(file, bytes) : Sample.of(file, bytes));
    }
    for (String name : List.of(last + "/SHA256SUMS", "checkpoints/last", "checkpoints/best")) {
      samples.add(Sample.of("run/" + name, Files.readAllBytes(run.resolve(name))));
    }
  }

  @Override
  public List<Sample> samples() {
    return samples;
  }

  @Override
  public void prepare(Path folder) throws IOException {
    TinyRun.copy(run, folder.resolve("run"));
  }

  @Override
  public byte[] damage(Sample sample, SplittableRandom random) {
    return sample.file().endsWith(".safetensors") && random.nextBoolean()
        ? SafetensorsTarget.damagedHeader(sample.bytes(), random)
        : null;
  }

  @Override
  public List<String> names(Sample sample) {
    return List.of(Path.of(sample.file()).getFileName().toString(), "SHA256SUMS", "checkpoints/");
  }

  @Override
  public void read(Sample sample, byte[] damaged, Path folder) throws Exception {
    Path root = folder.resolve("run"), sums = root.resolve(last).resolve("SHA256SUMS");
    byte[] before = Files.readAllBytes(sums);
    boolean listed = FILES.contains(Path.of(sample.file()).getFileName().toString());
    boolean renewed = listed && (Arrays.hashCode(damaged) & 1) == 0;
    if (renewed) {
      String old = Hash.sha256(sample.bytes()), now = Hash.sha256(damaged);
      Files.writeString(sums, Files.readString(sums).replace(old, now));
    }
    try {
      RunFolder opened = RunFolder.open(root);
      Checkpoint newest = opened.last(), best = opened.best();
      if (listed && !renewed) {
        StrictRecord.require(
            Arrays.equals(damaged, sample.bytes()), "the checksum is that of another file");
      }
      requireListed(Files.readString(newest.folder().resolve("SHA256SUMS")), newest.folder());
      requireNamed(root, "last", newest);
      requireNamed(root, "best", best);
      StrictRecord.requireSame(
          newest.state(),
          StrictJson.object(Files.readAllBytes(newest.folder().resolve("trainer.json"))),
          "trainer.json");
      TrainedModel.open(root).close();
    } finally {
      Files.write(sums, before);
    }
  }

  /** Requires the right checksum of every file, and no other file. */
  private static void requireListed(String sums, Path folder) throws Exception {
    TreeSet<String> names = new TreeSet<>();
    for (String line : sums.split("\n")) {
      StrictRecord.require(line.matches("[0-9a-f]{64}  [a-z.]+"), "SHA256SUMS has " + line);
      String name = line.substring(66);
      StrictRecord.require(FILES.contains(name), "SHA256SUMS names " + name);
      assertEquals(line.substring(0, 64), Hash.sha256(folder.resolve(name)), name);
      names.add(name);
    }
    StrictRecord.require(names.size() == FILES.size(), "SHA256SUMS lists " + names);
  }

  private static void requireNamed(Path root, String pointer, Checkpoint found) throws Exception {
    Path file = root.resolve("checkpoints").resolve(pointer);
    String step = new String(Files.readAllBytes(file), StandardCharsets.UTF_8).strip();
    assertEquals(file.resolveSibling(step), found.folder(), pointer);
  }
}
