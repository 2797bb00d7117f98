package org.glassllm.lessons;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.awt.image.BufferedImage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.glassllm.evaluate.ModelCosts;
import org.glassllm.model.GptConfig;
import org.glassllm.model.Pass;
import org.glassllm.model.ScaledDotProductAttention;
import org.glassllm.model.ScoreMask;
import org.glassllm.picture.Charts;
import org.glassllm.tensor.Kernels;
import org.glassllm.tensor.Torch;

/** Lesson 04: how much memory fewer key-value heads save. */
public final class Lesson04 implements Lesson {
  private static final double MIB = 1 << 20;
  private static final int[] KV_HEADS = {12, 4, 1};

  @Override
  public String folder() {
    return "04-many-heads";
  }

  @Override
  public String title() {
    return "Many heads";
  }

  private static ModelCosts costs(int kvHeads) {
    return new ModelCosts(GptConfig.builder().kvHeads(kvHeads).build());
  }

  /** Compares grouped attention with ordinary attention on repeated keys and values. */
  private static double difference() {
    try (NDManager manager = Torch.manager()) {
      NDArray q = manager.create(Lesson03.gaussian(4 * 5 * 8, 1)).reshape(new Shape(1, 4, 5, 8));
      NDArray k = manager.create(Lesson03.gaussian(2 * 5 * 8, 2)).reshape(new Shape(1, 2, 5, 8));
      NDArray v = manager.create(Lesson03.gaussian(2 * 5 * 8, 3)).reshape(new Shape(1, 2, 5, 8));
      Pass pass = Pass.inference(manager, Kernels.FUSED);
      ScoreMask causal = new ScoreMask.Causal();
      NDArray grouped = ScaledDotProductAttention.apply(pass, q, k, v, causal, 0);
      NDArray full = ScaledDotProductAttention.apply(pass, q, twice(k), twice(v), causal, 0);
      return grouped.sub(full).abs().max().getDouble();
    }
  }

  /** Repeats each of two heads: 0, 1 becomes 0, 0, 1, 1. */
  private static NDArray twice(NDArray x) {
    NDArray a = x.get(":, 0:1");
    NDArray b = x.get(":, 1:2");
    return ai.djl.ndarray.NDArrays.concat(new NDList(a, a, b, b), 1);
  }

  @Override
  public Report run() {
    Report r = new Report();
    r.say("GPT-2 small with 12 query heads and fewer key-value heads, context 1024, float32:");
    for (int kv : KV_HEADS) {
      ModelCosts costs = costs(kv);
      r.say(
          "  %2d key-value heads: %,d parameters in attention, %.1f MiB of keys and values",
          kv,
          (long) r.value("attention_parameters_" + kv, costs.parametersByPart().get("attention")),
          r.value("kv_mib_" + kv, costs.kvCacheBytes(1, Float.BYTES) / MIB));
    }
    double difference = r.value("grouped_against_repeated", difference());
    r.say(
        "Grouped attention equals attention on repeated keys and values: %s",
        difference < 1e-9 ? "yes" : "no, it is off by " + difference);
    return r;
  }

  @Override
  public Map<String, BufferedImage> pictures() {
    Map<String, double[]> groups = new LinkedHashMap<>();
    groups.put("MiB of keys and values", new double[] {kv(12), kv(4), kv(1)});
    return Map.of(
        "kv-heads.png",
        Charts.bars(
            "Keys and values of 1024 tokens, GPT-2 small, float32",
            "key-value heads",
            "MiB",
            List.of("12 (MHA)", "4 (GQA)", "1 (MQA)"),
            groups));
  }

  private static double kv(int heads) {
    return costs(heads).kvCacheBytes(1, Float.BYTES) / MIB;
  }
}
