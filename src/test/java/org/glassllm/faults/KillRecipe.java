package org.glassllm.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs that are killed and resumed. */
enum KillRecipe {
  /** Dropout, accumulated gradients and shuffled windows together, for the short form. */
  SEVERAL(1, "--dropout", "0.2", "--grad-accum", "2", "--windows", "shuffled"),
  DROPOUT(1, "--dropout", "0.2"),
  ACCUMULATION(1, "--grad-accum", "3", "--batch", "2"),
  SHUFFLED(1, "--windows", "shuffled", "--eval-every", "2"),
  BPE(1, "--tokenizer", "bpe", "--vocab", "300"),
  MODERN(
      1,
      "--positions",
      "rope",
      "--norm",
      "rms_norm",
      "--feed-forward",
      "swiglu",
      "--kv-heads",
      "1"),
  READABLE(2, "--kernels", "readable", "--steps", "8"),
  FROM(1, "--batch", "2"),
  /** Fine-tuning with dropout, packing and new special tokens. */
  SFT(1, "--dropout", "0.2", "--template", "chat", "--questions", "1", "--tokens", "2"),
  EXTENDED(1);

  private static final String STEPS = "\"steps\": ";
  private static final String TEXT = "the quick brown fox jumps over the lazy dog. ";
  private final int threads;
  private final List<String> options;

  KillRecipe(int threads, String... options) {
    this.threads = threads;
    this.options = List.of(options);
  }

  /** Writes what each run needs into a folder: the text, the parent, the run to extend. */
  void prepare(Path folder) throws Exception {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("text.txt"), TEXT.repeat(50));
    if (this == SFT) {
      String row = "{\"instruction\":\"the quick fox\",\"output\":\"%s\"}\n";
      StringBuilder rows = new StringBuilder();
      for (String word : TEXT.strip().split(" ")) {
        rows.append(row.formatted(word)).append(row.formatted(word + " dog"));
      }
      Files.writeString(folder.resolve("rows.jsonl"), rows);
      // all letters and line ends, and a context for the template
      Files.writeString(folder.resolve("text.txt"), (TEXT + "\n").repeat(50));
      List<String> longer = List.of("--steps", "6", "--context", "64");
      Child.finish(this, train(folder, folder.resolve("base"), longer), folder);
    } else if (this == FROM || this == EXTENDED) {
      Child.finish(this, train(folder, folder.resolve("base"), List.of("--steps", "6")), folder);
    }
  }

  /** Creates the folder of a run, if the run extends another one. */
  void create(Path folder, Path run) throws IOException {
    if (this == EXTENDED) {
      TinyRun.copy(folder.resolve("base"), run);
      String json = Files.readString(run.resolve("run.json"));
      Files.writeString(run.resolve("run.json"), json.replace(STEPS + "6,", STEPS + "12,"));
    }
  }

  /** Returns the arguments that start a run, or resume it once it exists. */
  List<String> arguments(Path folder, Path run) {
    String command = this == SFT ? "sft" : "train";
    if (Files.exists(run.resolve("run.json"))) {
      return List.of(command, "--resume", "--run", run.toString(), "--device", "cpu");
    }
    List<String> more = new ArrayList<>(options);
    if (this == SFT) {
      List<String> all = new ArrayList<>(List.of(command, "--run", run.toString()));
      all.addAll(List.of("--from", folder.resolve("base").toString(), "--device", "cpu"));
      all.addAll(List.of("--data", folder.resolve("rows.jsonl").toString()));
      all.addAll(List.of("--steps", "12", "--eval-every", "3", "--warmup", "2", "--batch", "2"));
      all.addAll(more);
      return all;
    }
    if (this == FROM) {
      more.addAll(List.of("--from", folder.resolve("base").toString()));
    }
    return train(folder, run, more);
  }

  private static List<String> train(Path folder, Path run, List<String> more) {
    List<String> all = new ArrayList<>(List.of("train", "--run", run.toString()));
    String[][] usual = {
      {"--preset", "test"},
      {"--steps", "12"},
      {"--eval-every", "3"},
      {"--warmup", "2"},
      {"--device", "cpu"},
      {"--data", folder.resolve("text.txt").toString()}
    };
    for (String[] option : usual) {
      if (!more.contains(option[0])) {
        all.addAll(List.of(option));
      }
    }
    all.addAll(more);
    return all;
  }

  /** Returns the number of threads that compute. */
  int threads() {
    return threads;
  }
}
