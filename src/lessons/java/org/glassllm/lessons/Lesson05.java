package org.glassllm.lessons;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Map;
import org.glassllm.model.Activation;
import org.glassllm.model.RmsNorm;
import org.glassllm.picture.Charts;
import org.glassllm.tensor.Kernels;
import org.glassllm.tensor.Torch;

/** Lesson 05: the size of the residual stream through many layers, with and without norms. */
public final class Lesson05 implements Lesson {
  private static final int LAYERS = 24;
  private static final int DIM = 64;

  private enum Kind {
    PLAIN,
    PRE_NORM,
    POST_NORM
  }

  @Override
  public String folder() {
    return "05-the-block";
  }

  @Override
  public String title() {
    return "The block";
  }

  /** Returns the root mean square of the stream after each random linear branch. */
  private static double[] stream(Kind kind) {
    double[] sizes = new double[LAYERS + 1];
    try (NDManager manager = Torch.manager()) {
      RmsNorm norm = new RmsNorm();
      NDArray gain = manager.create(ones());
      NDArray x = manager.create(Lesson03.gaussian(32 * DIM, 1)).reshape(new Shape(32, DIM));
      sizes[0] = size(x);
      for (int layer = 0; layer < LAYERS; layer++) {
        NDArray w =
            manager
                .create(Lesson03.gaussian(DIM * DIM, 100 + layer))
                .div(Math.sqrt(DIM))
                .reshape(new Shape(DIM, DIM));
        x =
            switch (kind) {
              case PLAIN -> x.add(x.matMul(w));
              case PRE_NORM -> x.add(norm.apply(Kernels.FUSED, x, gain).matMul(w));
              case POST_NORM -> norm.apply(Kernels.FUSED, x.add(x.matMul(w)), gain);
            };
        sizes[layer + 1] = size(x);
      }
    }
    return sizes;
  }

  private static double[] ones() {
    double[] ones = new double[DIM];
    java.util.Arrays.fill(ones, 1);
    return ones;
  }

  private static double size(NDArray x) {
    return Math.sqrt(x.square().mean().getDouble());
  }

  private static double activation(Activation f, double x) {
    try (NDManager manager = Torch.manager()) {
      return f.apply(Kernels.FUSED, manager.create(new double[] {x})).getDouble(0);
    }
  }

  @Override
  public Report run() {
    Report r = new Report();
    r.say("Size of the residual stream (root mean square) before and after %d layers:", LAYERS);
    for (Kind kind : Kind.values()) {
      double[] sizes = stream(kind);
      String name = kind.name().toLowerCase(java.util.Locale.ROOT);
      r.say(
          "  %-9s: %.2f, then %.2f",
          name.replace('_', '-'), sizes[0], r.value("stream_" + name, sizes[LAYERS]));
    }
    r.say("Activations at -1 and 2:");
    for (Activation f : Activation.values()) {
      String name = f.name().toLowerCase(java.util.Locale.ROOT);
      r.say(
          "  %-9s: %.4f, %.4f",
          name.replace('_', '-'),
          r.value(name + "_minus_1", activation(f, -1)),
          r.value(name + "_2", activation(f, 2)));
    }
    return r;
  }

  @Override
  public Map<String, BufferedImage> pictures() {
    double[] x = new double[LAYERS + 1];
    for (int i = 0; i < x.length; i++) {
      x[i] = i;
    }
    return Map.of(
        "stream.png",
        Charts.lines(
            "Size of the residual stream",
            "layer",
            "root mean square",
            List.of(
                new Charts.Line("pre-norm", x, stream(Kind.PRE_NORM), false),
                new Charts.Line("post-norm", x, stream(Kind.POST_NORM), false))));
  }
}
