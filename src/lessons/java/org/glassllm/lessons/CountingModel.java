package org.glassllm.lessons;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.glassllm.model.KvSlots;
import org.glassllm.model.LanguageModel;
import org.glassllm.model.NewTokens;
import org.glassllm.model.Pass;
import org.glassllm.tensor.Kernels;

/** A language model that counts its passes, and the tokens in the cache in each pass. */
final class CountingModel implements LanguageModel {
  private final LanguageModel model;
  private final List<int[]> lengths = new ArrayList<>();
  private int passes;

  CountingModel(LanguageModel model) {
    this.model = model;
  }

  /** Returns the number of forward passes. */
  int passes() {
    return passes;
  }

  /** Returns the tokens in the cache of each row, for each pass. */
  List<int[]> lengths() {
    return lengths;
  }

  @Override
  public NDArray logits(NDManager scope, KvSlots slots, List<NewTokens> texts, boolean each) {
    passes++;
    lengths.add(texts.stream().mapToInt(NewTokens::keys).toArray());
    return model.logits(scope, slots, texts, each);
  }

  @Override
  public NDArray logits(Pass pass, NDArray ids) {
    passes++;
    return model.logits(pass, ids);
  }

  @Override
  public int cachedLayers() {
    return model.cachedLayers();
  }

  @Override
  public boolean readsBeyondContext() {
    return model.readsBeyondContext();
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
