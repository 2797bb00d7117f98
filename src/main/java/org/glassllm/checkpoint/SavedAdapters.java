package org.glassllm.checkpoint;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.glassllm.model.Gpt;
import org.glassllm.model.GptConfig;
import org.glassllm.model.LoraModel;
import org.glassllm.tensor.Kernels;

/**
 * Adapters in a step folder, in PEFT's format.
 *
 * @param folder the step folder
 * @param base the base model, which all checkpoints of the run share
 */
record SavedAdapters(Path folder, FrozenFolder base) implements SavedModel {
  /** The folder of the base model, relative to the folder of the run. */
  static final String BASE = "data/base";

  @Override
  public List<String> files() {
    return AdapterFiles.NAMES;
  }

  @Override
  public void verifyBase() {
    base.verified();
  }

  @Override
  public GptConfig config() {
    return base.config();
  }

  @Override
  public void requireFits(GptConfig config) {
    base.requireFits(config);
  }

  @Override
  public void readInto(Gpt gpt) {
    base.readWeights(gpt);
    NDManager owner = gpt.namedParameters().values().iterator().next().getArray().getManager();
    try (NDManager scope = owner.newSubManager()) {
      AdapterFiles.load(folder, gpt, scope).merge(gpt);
    }
  }

  @Override
  public void readInto(LoraModel lora) {
    base.readWeights(lora.base());
    AdapterFiles.readInto(folder, lora);
  }

  @Override
  public void writeComplete(Path target, NDManager manager) throws IOException {
    try (NDManager scope = manager.newSubManager()) {
      Gpt gpt = base.loadModel(scope, Kernels.FUSED);
      AdapterFiles.load(folder, gpt, scope).merge(gpt);
      ModelFiles.write(target, gpt);
    }
  }
}
