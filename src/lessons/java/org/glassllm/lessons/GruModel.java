package org.glassllm.lessons;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.nn.recurrent.GRU;
import ai.djl.training.initializer.UniformInitializer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.glassllm.model.LanguageModel;
import org.glassllm.model.Pass;
import org.glassllm.tensor.Kernels;

/**
 * A recurrent language model (Cho et al. 2014) of DJL's own blocks: one-hot characters, a GRU, a
 * linear head. It trains and is measured as a GPT is, since both are language models.
 */
final class GruModel implements LanguageModel {
  private final SequentialBlock block = new SequentialBlock();
  private final int vocab;
  private final int context;

  GruModel(int vocab, int context, int state) {
    this.vocab = vocab;
    this.context = context;
    block
        .add(
            GRU.builder()
                .setStateSize(state)
                .setNumLayers(1)
                .optBatchFirst(true)
                .optReturnState(false)
                .build())
        .add(Linear.builder().setUnits(vocab).build());
    block.setInitializer(new UniformInitializer((float) (1 / Math.sqrt(state))), p -> true);
  }

  @Override
  public NDArray logits(Pass pass, NDArray ids) {
    NDArray oneHot = ids.oneHot(vocab); // (B, T, V)
    return block
        .forward(pass.store(), new NDList(oneHot), pass.training())
        .singletonOrThrow(); // (B, T, V)
  }

  @Override
  public Map<String, Parameter> namedParameters() {
    Map<String, Parameter> all = new LinkedHashMap<>();
    block.getParameters().forEach(p -> all.put(p.getKey(), p.getValue()));
    return all;
  }

  @Override
  public void initialize(NDManager manager, DataType type) {
    block.initialize(manager, type, new Shape(1, context, vocab));
  }

  @Override
  public boolean isInitialized() {
    return block.isInitialized();
  }

  @Override
  public int vocabSize() {
    return vocab;
  }

  @Override
  public int context() {
    return context;
  }

  @Override
  public Kernels kernels() {
    return Kernels.FUSED;
  }
}
