package org.glassllm.generate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Parameter;
import java.util.List;
import java.util.Map;
import org.glassllm.model.KvSlots;
import org.glassllm.model.LanguageModel;
import org.glassllm.model.NewTokens;
import org.glassllm.model.Pass;
import org.glassllm.tensor.Kernels;

/** A model whose passes fail while a flag is set. */
record FailingModel(LanguageModel model, boolean[] broken) implements LanguageModel {
  @Override
  public NDArray logits(NDManager scope, KvSlots slots, List<NewTokens> texts, boolean each) {
    if (broken[0]) {
      throw new IllegalStateException("out of memory");
    }
    return model.logits(scope, slots, texts, each);
  }

  @Override
  public NDArray logits(Pass pass, NDArray ids) {
    return model.logits(pass, ids);
  }

  @Override
  public int cachedLayers() {
    return model.cachedLayers();
  }

  @Override
  public int vocabSize() {
    return model.vocabSize();
  }

  @Override
  public int context() {
    return model.context();
  }

  @Override
  public Map<String, Parameter> namedParameters() {
    return model.namedParameters();
  }

  @Override
  public void initialize(NDManager manager, DataType type) {
    model.initialize(manager, type);
  }

  @Override
  public boolean isInitialized() {
    return model.isInitialized();
  }

  @Override
  public Kernels kernels() {
    return model.kernels();
  }
}
