package org.glassllm.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.glassllm.checkpoint.RunFolder;
import org.glassllm.run.RunRecord;

/** Accepts {@code run.json} only if every value in the record is that of the file. */
final class RunJsonTarget implements Target {
  /** What format 1 did not have. */
  private static final List<String> NEW =
      List.of("format", "kind", "objective", "kernels", "precision");

  private final List<Sample> samples;

  RunJsonTarget(Path folder) throws IOException {
    Path plain = TinyRun.train(folder.resolve("plain"));
    Path child =
        TinyRun.train(folder.resolve("child"), "--from", plain.toString(), "--windows", "shuffled");
    Path modern =
        TinyRun.train(
            folder.resolve("modern"),
            "--positions",
            "rope",
            "--norm",
            "rms_norm",
            "--feed-forward",
            "swiglu",
            "--kv-heads",
            "1",
            "--kernels",
            "readable",
            "--dropout",
            "0.1");
    samples = List.of(sample(plain), sample(child), sample(modern));
  }

  private static Sample sample(Path run) throws IOException {
    return Sample.json(
        run.getFileName() + "/run.json", Files.readAllBytes(run.resolve("run.json")));
  }

  @Override
  public List<Sample> samples() {
    return samples;
  }

  @Override
  public void read(Sample sample, byte[] damaged, Path folder) throws Exception {
    RunRecord record = RunRecord.of(RunFolder.open(folder.resolve(sample.file()).getParent()));
    requireSame(record, damaged);
  }

  /** Requires that a record has the values of a file. */
  static void requireSame(RunRecord record, byte[] file) throws Exception {
    Map<String, Object> json = StrictJson.object(file);
    if (record.format() > 1) {
      Map<String, Object> recipe = StrictJson.object(json.get("recipe"), "recipe");
      for (String name : NEW) {
        boolean there = json.get(name) != null || recipe.get(name) != null;
        StrictRecord.require(there, name + " is missing after format 1");
      }
    }
    StrictRecord.requireSame(record, json, "run.json");
  }
}
