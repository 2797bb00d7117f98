package org.glassllm.checkpoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Parameter;
import java.util.Map;
import org.glassllm.model.Gpt;
import org.glassllm.tensor.Autograd;
import org.glassllm.tensor.Kernels;

/** Copies the weights of a checkpoint into a model that has more tokens. */
public final class VocabularyGrowth {
  private VocabularyGrowth() {}

  /**
   * Returns a checkpoint's model with more tokens; {@code manager} owns the weights.
   *
   * @param vocabSize number of tokens, at least as many as in the checkpoint
   */
  public static Gpt loadModel(Checkpoint from, int vocabSize, NDManager manager, Kernels kernels) {
    Gpt gpt = new Gpt(from.config().toBuilder().vocabSize(vocabSize).build(), kernels);
    gpt.initialize(manager, DataType.FLOAT32);
    loadWeights(from, gpt, manager);
    return gpt;
  }

  /**
   * Copies all weights. The embedding of a new token is the mean of the checkpoint's embeddings; a
   * separate head is treated in the same way.
   *
   * @param gpt an initialized model that has at least as many tokens as the checkpoint, and is
   *     equal otherwise
   * @param manager the parent of the manager that owns the checkpoint's weights
   */
  public static void loadWeights(Checkpoint from, Gpt gpt, NDManager manager) {
    if (from.config().vocabSize() == gpt.vocabSize()) {
      from.loadWeights(gpt);
      return;
    }
    Autograd.off(); // autograd does not allow changes of a parameter in place
    try (NDManager scope = manager.newSubManager()) {
      Map<String, Parameter> own = from.loadModel(scope, gpt.kernels()).namedParameters();
      gpt.namedParameters().forEach((name, p) -> copy(own.get(name).getArray(), p.getArray()));
    }
  }

  private static void copy(NDArray from, NDArray into) {
    if (from.getShape().equals(into.getShape())) {
      into.set(new NDIndex("..."), from);
      return;
    }
    long known = from.getShape().get(0), all = into.getShape().get(0); // (V, C)
    into.set(new NDIndex("0:" + known), from);
    NDArray mean = from.mean(new int[] {0}, true); // (1, C)
    into.set(new NDIndex(known + ":" + all), mean.repeat(0, all - known));
  }
}
