package org.glassllm.checkpoint;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.glassllm.base.InputException;
import org.glassllm.base.JsonField;
import org.glassllm.base.SafeFiles;
import org.glassllm.model.Gpt;
import org.glassllm.model.GptConfig;
import org.glassllm.model.LoraModel;

/**
 * A complete model in a step folder.
 *
 * @param folder the step folder
 */
record SavedGpt(Path folder) implements SavedModel {
  @Override
  public List<String> files() {
    return ModelFiles.NAMES;
  }

  @Override
  public void verifyBase() {}

  @Override
  public GptConfig config() {
    return ConfigJson.read(JsonField.root(folder.resolve(ModelFiles.CONFIG)));
  }

  @Override
  public void requireFits(GptConfig config) {
    ModelFiles.requireFits(folder.resolve(ModelFiles.WEIGHTS), config);
  }

  @Override
  public void readInto(Gpt gpt) {
    ModelFiles.readWeights(folder.resolve(ModelFiles.WEIGHTS), gpt);
  }

  @Override
  public void readInto(LoraModel lora) {
    throw new InputException(
        "%s has a complete model, must have the adapters that run.json describes in lora; restore"
            + " the checkpoint and run.json from a copy",
        folder);
  }

  @Override
  public void writeComplete(Path target, NDManager manager) throws IOException {
    for (String name : ModelFiles.NAMES) {
      Path source = folder.resolve(name);
      SafeFiles.writeSynced(target.resolve(name), out -> Files.copy(source, out));
    }
  }
}
