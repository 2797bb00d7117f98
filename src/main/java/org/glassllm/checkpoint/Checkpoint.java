package org.glassllm.checkpoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Parameter;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.glassllm.base.Hash;
import org.glassllm.base.InputException;
import org.glassllm.base.Json;
import org.glassllm.base.JsonField;
import org.glassllm.base.SafeFiles;
import org.glassllm.model.Gpt;
import org.glassllm.model.GptConfig;
import org.glassllm.model.HiddenStateModel;
import org.glassllm.model.LoraModel;
import org.glassllm.optim.AdamW;
import org.glassllm.tensor.Autograd;
import org.glassllm.tensor.Kernels;
import org.glassllm.token.Tokenizer;
import org.glassllm.token.files.Tokenizers;

/**
 * A step folder, which holds a model, the model's tokenizer and the state from which training
 * resumes.
 *
 * @param folder the step folder; {@link #open} verifies its files
 * @param base the base model of the run, which is used only if the step folder has adapters
 */
public record Checkpoint(Path folder, FrozenFolder base) {
  private static final String TOKENIZER = "tokenizer.json";
  private static final String STATE = "trainer.json";
  private static final String MOMENTS = "trainer.safetensors";

  /** The files that every checkpoint has besides the files of the model. */
  private static final List<String> FILES = List.of(TOKENIZER, STATE, MOMENTS);

  static final String HEAD = "head.safetensors";
  private static final String STAGE = "stage.json";

  /** The files that only some stages have. */
  private static final Set<String> OPTIONAL = Set.of(HEAD, STAGE);

  private static final String REMEDY =
      "restore the file from a copy, or write the name of another step folder into"
          + " checkpoints/last";

  /**
   * Opens a step folder and verifies the checksum of every file, also of a base model.
   *
   * @throws InputException if a file is missing or differs from its checksum
   */
  public static Checkpoint open(Path folder, FrozenFolder base) {
    Checkpoint checkpoint = new Checkpoint(folder, base);
    Sums.verify(folder, "checkpoint", files(checkpoint.model().files()), OPTIONAL, REMEDY);
    checkpoint.model().verifyBase();
    return checkpoint;
  }

  private static List<String> files(List<String> model) {
    return Stream.concat(model.stream(), FILES.stream()).toList();
  }

  private SavedModel model() {
    return SavedModel.in(folder, base);
  }

  /** Returns whether the checkpoint has adapters of the run's base model. */
  public boolean hasAdapters() {
    return model() instanceof SavedAdapters;
  }

  /**
   * Returns whether the folder has all files of a checkpoint; a partly deleted checkpoint lacks
   * some files.
   */
  boolean isWhole() {
    return Files.exists(folder.resolve(Sums.NAME))
        && files(model().files()).stream().allMatch(name -> Files.exists(folder.resolve(name)));
  }

  /** Returns the model's configuration. */
  public GptConfig config() {
    return model().config();
  }

  /**
   * Returns the SHA-256 checksum of the file {@code SHA256SUMS}, which identifies the complete
   * checkpoint.
   */
  public String sha256() {
    return Hash.sha256(folder.resolve(Sums.NAME));
  }

  /**
   * Checks that a configuration equals this checkpoint's configuration, and that the weights have
   * the shapes that the configuration needs.
   *
   * @param source the file of the configuration, for error messages
   * @throws InputException if a value or a shape differs
   */
  public void requireFits(GptConfig config, Path source) {
    RecipeConfig.requireSame(
        ConfigJson.write(config()), ConfigJson.write(config), source + ": recipe.model");
    model().requireFits(config);
  }

  /**
   * Returns the model with the checkpoint's weights; adapters are merged. {@code manager} owns the
   * weights.
   */
  public Gpt loadModel(NDManager manager, Kernels kernels) {
    SavedModel saved = model();
    GptConfig config = saved.config();
    saved.requireFits(config);
    Gpt gpt = new Gpt(config, kernels);
    gpt.initialize(manager, DataType.FLOAT32);
    saved.readInto(gpt);
    return gpt;
  }

  /**
   * Returns the maximum distance of a weight from the exact sum of this checkpoint's base model and
   * adapters, in ulps of the weight.
   *
   * @param merged a checkpoint with the merged weights of this checkpoint's adapters
   * @param manager the parent of the manager that owns the weights
   */
  public double mergeError(Checkpoint merged, NDManager manager) {
    try (NDManager scope = manager.newSubManager()) {
      Gpt own = base.loadModel(scope, Kernels.FUSED);
      LoraModel lora = AdapterFiles.load(folder, own, scope);
      return lora.mergeError(merged.loadModel(scope, Kernels.FUSED));
    }
  }

  /**
   * Copies the checkpoint's weights into an initialized model. A {@link LoraModel} receives the
   * base model and the adapters; a {@link Gpt} receives the complete weights, with merged adapters.
   */
  public void loadWeights(HiddenStateModel model) {
    if (model instanceof LoraModel lora) {
      model().readInto(lora);
    } else {
      model().readInto((Gpt) model);
    }
  }

  /** Writes the complete model and the head, if any, into an empty folder. */
  void writeModel(Path target, NDManager manager) throws IOException {
    model().writeComplete(target, manager);
    copy(HEAD, target);
  }

  /** Writes a checkpoint with merged weights and without moments into an empty folder. */
  void writeMerged(Path target, NDManager manager) throws IOException {
    writeModel(target, manager);
    copy(TOKENIZER, target);
    copy(STATE, target);
    SafeFiles.writeSynced(
        target.resolve(MOMENTS), out -> SafetensorsWriter.write(out, Map.of(), Map.of()));
    List<String> files = new ArrayList<>(files(ModelFiles.NAMES));
    if (Files.exists(target.resolve(HEAD))) {
      files.add(HEAD);
    }
    Sums.write(target, files);
  }

  private void copy(String name, Path target) throws IOException {
    Path source = folder.resolve(name);
    if (Files.exists(source)) {
      SafeFiles.writeSynced(target.resolve(name), out -> Files.copy(source, out));
    }
  }

  /** Returns the model's tokenizer. */
  public Tokenizer loadTokenizer() {
    return Tokenizers.load(folder.resolve(TOKENIZER));
  }

  /** Returns the training state after the checkpoint's step. */
  public TrainerState state() {
    return JsonField.root(folder.resolve(STATE)).record(TrainerState.class);
  }

  /** Copies AdamW's moments and the step count into an optimizer. */
  public void loadOptimizer(AdamW optimizer) {
    Path file = folder.resolve(MOMENTS);
    try (SafetensorsFile tensors = SafetensorsFile.open(file)) {
      moments(optimizer).forEach((name, m) -> ModelFiles.copy(tensors, name, m, file));
    }
    optimizer.steps(state().step());
  }

  /**
   * Copies the parameters of a head into an initialized head.
   *
   * @param head the parameters by name; may be empty
   */
  public void loadHead(Map<String, Parameter> head) {
    if (!head.isEmpty()) {
      ModelFiles.readHead(folder.resolve(HEAD), head);
    }
  }

  /** Returns the state of the stage; empty for a stage that keeps no state. */
  public JsonObject stage() {
    Path file = folder.resolve(STAGE);
    return Files.exists(file) ? JsonField.root(file).object() : new JsonObject();
  }

  /**
   * Writes all files of a checkpoint into an empty folder and syncs the files to the disk.
   *
   * @throws InputException if a weight or a moment is not a finite number
   */
  static void write(Path folder, Contents contents, TrainerState state) throws IOException {
    Map<String, NDArray> trained = arrays(contents.model().trainedParameters());
    Map<String, NDArray> head = arrays(contents.head()), moments = moments(contents.optimizer());
    Stream.of(trained, head, moments).forEach(arrays -> arrays.forEach(Checkpoint::requireFinite));
    List<String> files = new ArrayList<>(files(SavedModel.write(folder, contents.model())));
    Tokenizers.save(contents.tokenizer(), folder.resolve(TOKENIZER));
    text(folder.resolve(STATE), Json.pretty(state));
    SafeFiles.writeSynced(
        folder.resolve(MOMENTS), out -> SafetensorsWriter.write(out, moments, Map.of()));
    if (!head.isEmpty()) {
      SafeFiles.writeSynced(
          folder.resolve(HEAD), out -> SafetensorsWriter.write(out, head, Map.of("format", "pt")));
      files.add(HEAD);
    }
    if (contents.stage().size() > 0) {
      text(folder.resolve(STAGE), Json.line(contents.stage()));
      files.add(STAGE);
    }
    Sums.write(folder, files);
  }

  static void requireFinite(String name, NDArray array) {
    Autograd.off();
    try (NDArray sum = array.sum();
        NDArray wide = sum.toType(DataType.FLOAT64, false)) {
      if (!Double.isFinite(wide.getDouble())) {
        throw new InputException(
            "%s has values that are not finite numbers, so no checkpoint is written: training"
                + " diverged; start a new run with a lower learning rate lr",
            name);
      }
    }
  }

  private static void text(Path file, String text) throws IOException {
    SafeFiles.writeSynced(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static Map<String, NDArray> arrays(Map<String, Parameter> parameters) {
    Map<String, NDArray> arrays = new LinkedHashMap<>();
    parameters.forEach((name, p) -> arrays.put(name, p.getArray()));
    return arrays;
  }

  private static Map<String, NDArray> moments(AdamW optimizer) {
    Map<String, NDArray> all = new LinkedHashMap<>();
    optimizer.firstMoments().forEach((name, m) -> all.put("exp_avg." + name, m));
    optimizer.secondMoments().forEach((name, v) -> all.put("exp_avg_sq." + name, v));
    return all;
  }
}
