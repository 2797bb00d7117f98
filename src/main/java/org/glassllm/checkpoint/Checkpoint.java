package org.glassllm.checkpoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.glassllm.base.Hash;
import org.glassllm.base.InputException;
import org.glassllm.base.Json;
import org.glassllm.base.JsonField;
import org.glassllm.base.SafeFiles;
import org.glassllm.model.Gpt;
import org.glassllm.model.GptConfig;
import org.glassllm.optim.AdamW;
import org.glassllm.tensor.Kernels;
import org.glassllm.token.Tokenizer;
import org.glassllm.token.files.Tokenizers;

/** A step folder: a model, its tokenizer, and the state that resumes training. */
public final class Checkpoint {
  private static final String SUMS = "SHA256SUMS";
  private static final List<String> FILES =
      List.of(
          "config.json",
          "model.safetensors",
          "tokenizer.json",
          "trainer.json",
          "trainer.safetensors");

  private final Path folder;

  private Checkpoint(Path folder) {
    this.folder = folder;
  }

  /**
   * Opens a step folder and verifies the checksum of every file.
   *
   * @throws InputException if a file is missing or altered
   */
  public static Checkpoint open(Path folder) {
    Path sums = folder.resolve(SUMS);
    if (!Files.exists(sums)) {
      throw new InputException(
          "not a checkpoint: %s has no %s; choose another folder", folder, SUMS);
    }
    Set<String> unchecked = new LinkedHashSet<>(FILES);
    for (String line : SafeFiles.readText(sums).split("\n")) {
      int space = line.indexOf("  ");
      if (space != 64) {
        throw new InputException("%s is damaged; restore the checkpoint from a copy", sums);
      }
      Path file = folder.resolve(line.substring(space + 2));
      if (!Hash.sha256(file).equals(line.substring(0, space))) {
        throw new InputException(
            "checkpoint file %s was altered or cut short: its checksum differs from %s; restore it"
                + " from a copy, or write the name of another step into checkpoints/last",
            file, SUMS);
      }
      unchecked.remove(line.substring(space + 2));
    }
    if (!unchecked.isEmpty()) {
      throw new InputException(
          "%s does not list %s; restore the checkpoint from a copy", sums, unchecked);
    }
    return new Checkpoint(folder);
  }

  /** Returns the folder. */
  public Path folder() {
    return folder;
  }

  /** Returns the model's configuration. */
  public GptConfig config() {
    return ConfigJson.read(JsonField.root(folder.resolve("config.json")));
  }

  /** Returns the SHA-256 of the list of checksums, which identifies the whole checkpoint. */
  public String sha256() {
    return Hash.sha256(folder.resolve(SUMS));
  }

  /** Returns the model with its weights; {@code manager} owns them. */
  public Gpt loadModel(NDManager manager, Kernels kernels) {
    return ModelFiles.load(folder, manager, kernels);
  }

  /** Loads the weights into an initialized model. */
  public void loadWeights(Gpt gpt) {
    ModelFiles.readWeights(folder.resolve("model.safetensors"), gpt);
  }

  /** Returns the tokenizer. */
  public Tokenizer loadTokenizer() {
    return Tokenizers.load(folder.resolve("tokenizer.json"));
  }

  /** Returns the state after the checkpoint's step. */
  public TrainerState state() {
    return JsonField.root(folder.resolve("trainer.json")).record(TrainerState.class);
  }

  /** Loads the moments and the step count into an optimizer. */
  public void loadOptimizer(AdamW optimizer) {
    Path file = folder.resolve("trainer.safetensors");
    try (SafetensorsFile tensors = SafetensorsFile.open(file)) {
      moments(optimizer).forEach((name, m) -> ModelFiles.copy(tensors, name, m, file));
    }
    optimizer.steps(state().step());
  }

  /** Writes all files into an empty folder and syncs them to the disk. */
  static void write(Path folder, Gpt gpt, Tokenizer tokenizer, AdamW optimizer, TrainerState state)
      throws IOException {
    text(folder.resolve("config.json"), Json.pretty(ConfigJson.write(gpt.config())));
    SafeFiles.writeSynced(
        folder.resolve("model.safetensors"), out -> ModelFiles.writeWeights(out, gpt));
    Tokenizers.save(tokenizer, folder.resolve("tokenizer.json"));
    text(folder.resolve("trainer.json"), Json.pretty(state));
    SafeFiles.writeSynced(
        folder.resolve("trainer.safetensors"),
        out -> SafetensorsWriter.write(out, moments(optimizer), Map.of()));
    StringBuilder sums = new StringBuilder();
    for (String name : FILES) {
      sums.append(Hash.sha256(folder.resolve(name))).append("  ").append(name).append('\n');
    }
    text(folder.resolve(SUMS), sums.toString());
    SafeFiles.syncFolder(folder);
  }

  private static void text(Path file, String text) throws IOException {
    SafeFiles.writeSynced(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static Map<String, NDArray> moments(AdamW optimizer) {
    Map<String, NDArray> all = new LinkedHashMap<>();
    optimizer.firstMoments().forEach((name, m) -> all.put("exp_avg." + name, m));
    optimizer.secondMoments().forEach((name, v) -> all.put("exp_avg_sq." + name, v));
    return all;
  }
}
