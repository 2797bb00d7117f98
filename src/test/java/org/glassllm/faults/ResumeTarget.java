package org.glassllm.faults;

import ai.djl.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.glassllm.checkpoint.ConfigJson;
import org.glassllm.run.RunRecord;
import org.glassllm.run.TrainingRun;

/** Resumes a run with a damaged file only on the data, the tokenizer and the model of its start. */
final class ResumeTarget implements Target {
  private final Path run;
  private final List<Sample> samples;

  ResumeTarget(Path folder) throws IOException {
    run = TinyRun.train(folder.resolve("run"));
    samples =
        List.of(
            Sample.json("run/run.json", read("run.json")),
            Sample.of("run/data/train.tok", read("data/train.tok")),
            Sample.of("run/data/validation.tok", read("data/validation.tok")),
            Sample.json("run/data/tokenizer.json", read("data/tokenizer.json")));
  }

  private byte[] read(String name) throws IOException {
    return Files.readAllBytes(run.resolve(name));
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
  public int threads() {
    return 1; // one training in a process
  }

  @Override
  public List<String> names(Sample sample) {
    // a changed source is what run.json names
    return sample.file().endsWith("run.json")
        ? List.of("run.json", "the data", "config.json", "read", "text.txt")
        : List.of(Path.of(sample.file()).getFileName().toString());
  }

  @Override
  public void read(Sample sample, byte[] damaged, Path folder) throws Exception {
    Path root = folder.resolve("run");
    try (TrainingRun resumed = TrainingRun.resume(root, Device.cpu())) {
      if (!sample.file().endsWith("run.json")) {
        boolean same =
            Arrays.equals(Files.readAllBytes(folder.resolve(sample.file())), sample.bytes());
        StrictRecord.require(same, "the file differs from that of the run's start");
        return;
      }
      RunJsonTarget.requireSame(RunRecord.of(resumed.folder()), damaged);
      Map<String, Object> model = config(ConfigJson.write(resumed.recipe().model()).toString());
      Map<String, Object> own =
          config(Files.readString(root.resolve(TinyRun.last(root)).resolve("config.json")));
      StrictRecord.require(model.equals(own), "the model is not that of the checkpoint");
    }
  }

  /** Returns a configuration without the vocabulary size, which the tokenizer determines. */
  private static Map<String, Object> config(String json) throws StrictJson.Wrong {
    Map<String, Object> config = new TreeMap<>(StrictJson.object(StrictJson.read(json), "config"));
    config.remove("vocab_size");
    return config;
  }
}
