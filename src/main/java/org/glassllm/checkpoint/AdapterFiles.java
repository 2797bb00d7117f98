package org.glassllm.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.glassllm.base.Hash;
import org.glassllm.base.InputException;
import org.glassllm.base.Json;
import org.glassllm.base.JsonField;
import org.glassllm.base.SafeFiles;
import org.glassllm.model.Gpt;
import org.glassllm.model.LoraConfig;
import org.glassllm.model.LoraModel;
import org.glassllm.tensor.Autograd;

/**
 * Saves and loads the adapters of a {@link LoraModel} without the base model. A folder has the
 * files of Hugging Face's PEFT, {@code adapter_config.json} and {@code adapter_model.safetensors}.
 *
 * <p>PEFT can load the adapters of a model that is a GPT-2. One case differs: PEFT applies an
 * update of a tied embedding to the vectors only; we apply it to the logits too. PEFT gives equal
 * logits after a merge, because a merge changes the tied weight.
 *
 * <p>The header of the tensors has two strings of ours: the targets, and the checksum of the base
 * model's weights.
 */
public final class AdapterFiles {
  static final String CONFIG = "adapter_config.json";
  static final String TENSORS = "adapter_model.safetensors";
  static final List<String> NAMES = List.of(CONFIG, TENSORS);
  private static final String TARGETS = "glassllm.targets", BASE = "glassllm.base_sha256";

  private AdapterFiles() {}

  /**
   * Writes the adapters of a model into a folder and replaces the adapters that the folder has. The
   * config is written last, so a folder with a config is complete.
   *
   * @param base the folder or the name of the base model, for readers of the config
   */
  public static void save(Path folder, LoraModel model, String base) {
    Map<String, String> metadata =
        Map.of(
            "format",
            "pt",
            TARGETS,
            String.join(",", model.config().targets()),
            BASE,
            sha256(model.base()));
    NDManager parent = model.adapters().get(0).a().getArray().getManager();
    try (NDManager scope = parent.newSubManager()) {
      Map<String, NDArray> tensors = AdapterTensors.of(model, scope);
      tensors.forEach(Checkpoint::requireFinite);
      SafeFiles.createFolder(folder);
      Files.deleteIfExists(folder.resolve(CONFIG));
      SafeFiles.replace(
          folder.resolve(TENSORS), out -> SafetensorsWriter.write(out, tensors, metadata));
    } catch (IOException e) {
      throw SafeFiles.cannot("write", folder, e);
    }
    SafeFiles.replace(folder.resolve(CONFIG), Json.pretty(AdapterConfigJson.write(model, base)));
  }

  /**
   * Returns a base model with the adapters of a folder.
   *
   * @param base an initialized model, which stays unchanged
   * @param manager the owner of the adapters
   * @throws InputException if the adapters belong to another base model, a file is damaged, or PEFT
   *     used a feature that we do not have
   */
  public static LoraModel load(Path folder, Gpt base, NDManager manager) {
    JsonField json = JsonField.root(folder.resolve(CONFIG));
    Path file = folder.resolve(TENSORS);
    try (SafetensorsFile tensors = SafetensorsFile.open(file)) {
      Optional<List<String>> targets = targets(tensors);
      LoraConfig config = AdapterConfigJson.read(json, targets);
      requireBase(tensors.metadata(), base, json, file);
      LoraModel model = json.checked(() -> new LoraModel(base, config));
      AdapterConfigJson.requireTargets(json, model);
      if (targets.isEmpty() && base.config().tiedHead()) {
        requireNoTable(json, model);
      }
      model.initialize(manager, type(base));
      read(tensors, model, file);
      return model;
    }
  }

  private static Optional<List<String>> targets(SafetensorsFile tensors) {
    return Optional.ofNullable(tensors.metadata().get(TARGETS))
        .map(names -> Arrays.asList(names.split(",")));
  }

  /**
   * Copies the adapters of a folder that we wrote into an initialized model.
   *
   * @throws InputException if the settings, the base model or a shape differs, or a file is damaged
   */
  static void readInto(Path folder, LoraModel model) {
    JsonField json = JsonField.root(folder.resolve(CONFIG));
    Path file = folder.resolve(TENSORS);
    try (SafetensorsFile tensors = SafetensorsFile.open(file)) {
      LoraConfig found = AdapterConfigJson.read(json, targets(tensors));
      if (!found.equals(model.config())) {
        throw new InputException(
            "%s has adapters with %s, must be %s as in run.json; restore both files from a copy",
            folder, found, model.config());
      }
      requireBase(tensors.metadata(), model.base(), json, file);
      AdapterConfigJson.requireTargets(json, model);
      read(tensors, model, file);
    }
  }

  private static DataType type(Gpt base) {
    return base.namedParameters().values().iterator().next().getArray().getDataType();
  }

  private static void requireBase(
      Map<String, String> metadata, Gpt base, JsonField json, Path file) {
    String needed = metadata.get(BASE), own = needed == null ? null : sha256(base);
    if (needed != null && !needed.equals(own)) {
      throw new InputException(
          "%s was trained on another base model: the SHA-256 of the weights is %s, must be %s; load"
              + " the base model %s",
          file,
          own,
          InputException.shown(needed),
          InputException.shown(json.get("base_model_name_or_path").value()));
    }
  }

  private static void requireNoTable(JsonField json, LoraModel model) {
    if (model.adapters().stream().anyMatch(update -> update.target().isTable())) {
      throw json.get("target_modules")
          .wrong(
              "without wte: PEFT applies this update to the vectors of a tied embedding only; merge"
                  + " the adapter in PEFT and load the merged model");
    }
  }

  /** Copies the tensors of a file into the adapters. */
  private static void read(SafetensorsFile tensors, LoraModel model, Path file) {
    NDManager parent = model.adapters().get(0).a().getArray().getManager();
    try (NDManager scope = parent.newSubManager()) {
      Set<String> unread = new TreeSet<>(tensors.names());
      AdapterConfigJson.modules(model)
          .forEach(
              (module, parts) -> {
                AdapterTensors own = AdapterTensors.named(module, parts, tensors.names());
                for (String name : List.of(own.nameOfA(), own.nameOfB())) {
                  own.requireShape(tensors, name, file);
                  unread.remove(name);
                }
                own.copy(
                    tensors.read(scope, own.nameOfA()), tensors.read(scope, own.nameOfB()), file);
              });
      if (!unread.isEmpty()) {
        throw new InputException(
            "%s has %s tensors that are no adapters of the targets %s, such as %s; correct the"
                + " targets in %s",
            file,
            unread.size(),
            model.config().targets(),
            unread.stream().limit(2).toList(),
            CONFIG);
      }
    }
  }

  /** Returns a checksum of the names, the shapes and the numbers of a model's weights. */
  private static String sha256(Gpt base) {
    Autograd.off();
    MessageDigest digest = Hash.digest();
    base.namedParameters()
        .forEach(
            (name, p) -> {
              digest.update((name + p.getShape()).getBytes(UTF_8));
              digest.update(p.getArray().toByteBuffer());
            });
    return HexFormat.of().formatHex(digest.digest());
  }
}
