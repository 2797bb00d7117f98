package org.glassllm.lessons;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Map;
import org.glassllm.model.Alibi;
import org.glassllm.model.Gpt;
import org.glassllm.model.GptConfig;
import org.glassllm.model.Mask;
import org.glassllm.model.NoPositions;
import org.glassllm.model.Pass;
import org.glassllm.model.Rope;
import org.glassllm.model.SinusoidalPositions;
import org.glassllm.picture.HeatMaps;
import org.glassllm.tensor.Kernels;
import org.glassllm.tensor.Torch;

/** Lesson 02: how sinusoids, rotations and slopes encode positions. */
public final class Lesson02 implements Lesson {
  private static final int DIM = 64;

  @Override
  public String folder() {
    return "02-embeddings-and-positions";
  }

  @Override
  public String title() {
    return "Embeddings and positions";
  }

  private static double[][] table(int tokens) {
    try (NDManager manager = Torch.manager()) {
      double[] flat =
          new SinusoidalPositions()
              .encoding(manager, 0, tokens, DIM, DataType.FLOAT64)
              .toDoubleArray();
      double[][] rows = new double[tokens][DIM];
      for (int i = 0; i < flat.length; i++) {
        rows[i / DIM][i % DIM] = flat[i];
      }
      return rows;
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /** Returns the score of a query and a key that RoPE rotates to two positions. */
  private static double score(int queryAt, int keyAt) {
    try (NDManager manager = Torch.manager()) {
      NDArray q = manager.arange(8f).sin().reshape(1, 1, 1, 8);
      NDArray k = manager.arange(8f).cos().reshape(1, 1, 1, 8);
      NDArray a = rotated(manager, q, queryAt), b = rotated(manager, k, keyAt);
      return a.mul(b).sum().toType(DataType.FLOAT64, false).getDouble();
    }
  }

  private static NDArray rotated(NDManager manager, NDArray x, int position) {
    return Rope.rotate(
        Kernels.READABLE, x, new Rope().tables(manager, position, 1, 8, DataType.FLOAT32));
  }

  @Override
  public Report run() {
    Report r = new Report();
    double[][] p = table(101);
    r.say("Sinusoids, 64 channels: the dot product of two positions depends on their distance.");
    for (int distance : new int[] {0, 1, 10, 50}) {
      r.say(
          "  distance %2d: %6.2f from position 0, %6.2f from position 50",
          distance,
          r.value("sinusoid_" + distance, dot(p[0], p[distance])),
          dot(p[50], p[50 + distance]));
    }
    r.say("RoPE: one query and one key at several pairs of positions.");
    for (int[] at : new int[][] {{5, 2}, {9, 6}, {105, 102}, {9, 2}}) {
      r.say(
          "  query at %3d, key at %3d: score %.4f",
          at[0], at[1], r.value("rope_" + at[0] + "_" + at[1], score(at[0], at[1])));
    }
    r.say("ALiBi: slopes of 8 heads");
    double[] slopes = Alibi.slopes(8);
    r.say(
        "  first %.4f, last %.6f",
        r.value("alibi_first", slopes[0]), r.value("alibi_last", slopes[7]));
    double[] twelve = Alibi.slopes(12);
    r.say(
        "  of 12 heads: 0.5 to %.6f as for 8 heads, then %.4f, %.4f, %.4f, %.4f",
        twelve[7], r.value("alibi_9_of_12", twelve[8]), twelve[9], twelve[10], twelve[11]);
    r.say("No positions: \"dog bites man .\" and \"man bites dog .\" give logits at the dot that");
    for (int layers : new int[] {1, 2}) {
      for (Mask mask : List.of(Mask.none(), Mask.causal())) {
        String name = mask.equals(Mask.none()) ? "without_mask" : "causal_mask";
        r.say(
            "  differ by %.4f: %s, %s",
            r.value("order_" + layers + "_" + name, orderDifference(layers, mask)),
            layers == 1 ? "1 layer" : layers + " layers",
            name.replace('_', ' '));
      }
    }
    return r;
  }

  /** Returns the largest difference between the last logits of two orders of the same tokens. */
  private static double orderDifference(int layers, Mask mask) {
    try (NDManager manager = Torch.manager()) {
      GptConfig config =
          GptConfig.builder()
              .vocabSize(4)
              .context(4)
              .layers(layers)
              .heads(2)
              .dim(32)
              .positions(new NoPositions())
              .build();
      Gpt gpt = new Gpt(config);
      gpt.initialize(manager, 1);
      Pass pass = Pass.inference(manager, Kernels.FUSED).with(mask);
      NDArray ids = manager.create(new long[] {0, 1, 2, 3, 2, 1, 0, 3}, new Shape(2, 4));
      NDArray last = gpt.logits(pass, ids).get(":, -1"); // (2, V)
      return last.get(0).sub(last.get(1)).abs().max().getFloat();
    }
  }

  @Override
  public Map<String, BufferedImage> pictures() {
    return Map.of(
        "sinusoids.png",
        HeatMaps.matrix(
            "Sinusoidal positions", "channel", "position", names(DIM), names(24), table(24)),
        "alibi.png",
        HeatMaps.matrix(
            "ALiBi's bias of head 2 of 8", "key", "query", names(16), names(16), alibi()));
  }

  private static double[][] alibi() {
    try (NDManager manager = Torch.manager()) {
      NDArray all = Alibi.causalBias(manager, 16, 8, DataType.FLOAT64);
      double[] flat = all.get(1).reshape(new Shape(256)).toDoubleArray();
      double[][] rows = new double[16][16];
      for (int i = 0; i < flat.length; i++) {
        rows[i / 16][i % 16] = flat[i];
      }
      return rows;
    }
  }

  private static String[] names(int n) {
    String[] names = new String[n];
    for (int i = 0; i < n; i++) {
      names[i] = Integer.toString(i);
    }
    return names;
  }
}
