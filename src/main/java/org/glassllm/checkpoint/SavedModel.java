package org.glassllm.checkpoint;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.glassllm.model.Gpt;
import org.glassllm.model.GptConfig;
import org.glassllm.model.HiddenStateModel;
import org.glassllm.model.LoraModel;

/** The model in a step folder: a complete model, or adapters of the run's base model. */
sealed interface SavedModel permits SavedGpt, SavedAdapters {
  /** Returns the model in a step folder; a file with the name of an adapter file decides. */
  static SavedModel in(Path folder, FrozenFolder base) {
    boolean adapters =
        AdapterFiles.NAMES.stream().anyMatch(name -> Files.exists(folder.resolve(name)));
    return adapters ? new SavedAdapters(folder, base) : new SavedGpt(folder);
  }

  /**
   * Writes a model into a folder and syncs the files to the disk. Of a model with adapters, writes
   * the adapters only.
   *
   * @return the names of the files
   */
  static List<String> write(Path folder, HiddenStateModel model) throws IOException {
    if (model instanceof LoraModel lora) {
      AdapterFiles.save(folder, lora, SavedAdapters.BASE);
      return AdapterFiles.NAMES;
    }
    ModelFiles.write(folder, (Gpt) model);
    return ModelFiles.NAMES;
  }

  /** Returns the names of the files. */
  List<String> files();

  /** Verifies the checksums of the base model, if there is one. */
  void verifyBase();

  /** Returns the configuration of the complete model. */
  GptConfig config();

  /** Checks that the saved weights have the shapes that a configuration needs. */
  void requireFits(GptConfig config);

  /** Copies the weights into an initialized model; adapters are merged. */
  void readInto(Gpt gpt);

  /** Copies the base model and the adapters into an initialized model. */
  void readInto(LoraModel lora);

  /**
   * Writes the complete model into an empty folder; adapters are merged.
   *
   * @param manager the parent of the manager that owns merged weights
   */
  void writeComplete(Path target, NDManager manager) throws IOException;
}
