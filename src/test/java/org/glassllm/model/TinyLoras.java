package org.glassllm.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Parameter;
import java.util.ArrayList;
import java.util.List;
import org.glassllm.tensor.Kernels;
import org.glassllm.tensor.Seeds;

/** Builds tiny LoRA models. */
public final class TinyLoras {
  /** The queries and values, as in the paper's experiments, and one more layer. */
  public static final List<String> PARTS =
      List.of("attn.c_attn.v", "attn.c_attn.q", "h.1.mlp.c_proj");

  private TinyLoras() {}

  /** Returns the targets of every matrix of a model. */
  public static List<String> everyMatrix(GptConfig config) {
    List<String> targets = new ArrayList<>(List.of("wte", "attn.c_attn", "c_proj", "c_fc"));
    if (config.feedForward() instanceof SwiGlu) {
      targets.add("c_gate");
    }
    if (!config.tiedHead()) {
      targets.add("lm_head");
    }
    return targets;
  }

  /** Returns a model whose updates are 0. */
  public static LoraModel zero(Gpt base, NDManager manager, LoraConfig config) {
    LoraModel model = new LoraModel(base, config);
    NDArray first = base.namedParameters().values().iterator().next().getArray();
    new Seeds(9)
        .drawing(
            Seeds.Purpose.INITIALIZATION,
            0,
            0,
            () -> {
              model.initialize(manager, first.getDataType());
              return model;
            });
    return model;
  }

  /** Returns a model whose updates are not 0. */
  public static LoraModel random(Gpt base, NDManager manager, List<String> targets) {
    LoraModel model = zero(base, manager, new LoraConfig(2, 3, 0, targets));
    shift(model, manager, 0.3f);
    return model;
  }

  /** Returns a model with a base of its own whose updates are not 0. */
  public static LoraModel random(
      GptConfig config, Kernels kernels, NDManager manager, DataType type, List<String> targets) {
    return random(TinyGpts.initialized(config, kernels, manager, type), manager, targets);
  }

  /** Adds random numbers to A and B in place, as a training step does. */
  public static void shift(LoraModel model, NDManager manager, float size) {
    for (Parameter p : model.adapterParameters().values()) {
      NDArray array = p.getArray();
      try (NDArray noise = manager.randomNormal(0, size, array.getShape(), DataType.FLOAT32)) {
        array.addi(noise.toType(array.getDataType(), false));
      }
    }
  }
}
