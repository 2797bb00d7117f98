package org.glassllm.checkpoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.glassllm.base.InputException;
import org.glassllm.base.JsonField;
import org.glassllm.base.SafeFiles;
import org.glassllm.model.Gpt;
import org.glassllm.model.GptConfig;
import org.glassllm.tensor.Kernels;

/**
 * A folder of arrays that a stage reads but does not train: a copy of a model, such as the
 * reference model of PPO, or numbers that a model gave once. A run owns the copy, so that resuming
 * does not need the run from which the model came.
 *
 * @param folder the folder, whose name is the role of its content, such as {@code reference}
 * @param kind the content
 */
public record FrozenFolder(Path folder, Kind kind) {
  private static final String NUMBERS = "numbers.safetensors";
  private static final String REMEDY = "restore the folder from a copy, or start a new run";

  /** The content of a folder. */
  public enum Kind {
    /** A complete model. */
    MODEL("model", ModelFiles.NAMES),
    /** A complete model and its value head. */
    MODEL_WITH_HEAD("model", List.of(ModelFiles.CONFIG, ModelFiles.WEIGHTS, Checkpoint.HEAD)),
    /** Arrays of numbers. */
    NUMBERS("numbers", List.of(FrozenFolder.NUMBERS));

    private final String title;
    private final List<String> files;

    Kind(String title, List<String> files) {
      this.title = title;
      this.files = files;
    }
  }

  /** Writes the files of a folder. */
  interface Content {
    void writeTo(Path folder) throws IOException;
  }

  /**
   * Copies the model of a checkpoint, with its head if the folder needs one. Adapters are merged.
   *
   * @param manager the parent of the manager that owns merged weights
   * @throws InputException if the checkpoint lacks a file
   */
  public void copyModel(Checkpoint checkpoint, NDManager manager) {
    write(
        target -> {
          checkpoint.writeModel(target, manager);
          for (String name : kind.files) {
            if (!Files.exists(target.resolve(name))) {
              throw new InputException(
                  "the checkpoint %s has no file %s; give another run", checkpoint.folder(), name);
            }
          }
        });
  }

  /** Writes a model. */
  public void writeModel(Gpt gpt) {
    write(target -> ModelFiles.write(target, gpt));
  }

  /** Writes arrays of float32 or float64, by name. */
  public void writeNumbers(Map<String, NDArray> arrays) {
    write(
        target ->
            SafeFiles.writeSynced(
                target.resolve(NUMBERS), out -> SafetensorsWriter.write(out, arrays, Map.of())));
  }

  private void write(Content content) {
    try {
      Path temporary = folder.resolveSibling("." + folder.getFileName() + ".tmp");
      SafeFiles.deleteTree(temporary);
      Files.createDirectories(temporary);
      content.writeTo(temporary);
      Sums.write(temporary, kind.files);
      SafeFiles.deleteTree(folder);
      SafeFiles.rename(temporary, folder);
    } catch (IOException e) {
      throw SafeFiles.cannot("write", folder, e);
    }
  }

  /**
   * Verifies the checksum of every file.
   *
   * @throws InputException if a file is missing or differs from its checksum
   */
  public FrozenFolder verified() {
    String what = folder.getFileName() + " " + kind.title;
    Sums.verify(folder, what, kind.files, List.of(), REMEDY);
    return this;
  }

  /** Deletes the files that this class writes, and the folder if it has no other files. */
  void delete() {
    Stream.of(Kind.values())
        .flatMap(any -> Stream.concat(any.files.stream(), Stream.of(Sums.NAME)))
        .forEach(name -> folder.resolve(name).toFile().delete());
    folder.toFile().delete();
  }

  /** Returns the configuration of the model. */
  GptConfig config() {
    return ConfigJson.read(JsonField.root(folder.resolve(ModelFiles.CONFIG)));
  }

  /** Checks that the weights have the shapes that a configuration needs. */
  void requireFits(GptConfig config) {
    ModelFiles.requireFits(folder.resolve(ModelFiles.WEIGHTS), config);
  }

  /** Copies the weights of the model into an initialized model. */
  void readWeights(Gpt gpt) {
    ModelFiles.readWeights(folder.resolve(ModelFiles.WEIGHTS), gpt);
  }

  /** Returns the model; {@code manager} owns the weights. */
  public Gpt loadModel(NDManager manager, Kernels kernels) {
    return ModelFiles.load(folder, manager, kernels);
  }

  /**
   * Copies the parameters of a head into an initialized head.
   *
   * @param head the parameters by name
   */
  public void loadHead(Map<String, Parameter> head) {
    ModelFiles.readHead(folder.resolve(Checkpoint.HEAD), head);
  }

  /** Returns an array by name as Java numbers. */
  public double[] numbers(NDManager manager, String name) {
    try (SafetensorsFile file = SafetensorsFile.open(folder.resolve(NUMBERS));
        NDArray array = file.read(manager, name)) {
      return Stream.of(array.toArray()).mapToDouble(Number::doubleValue).toArray();
    }
  }
}
