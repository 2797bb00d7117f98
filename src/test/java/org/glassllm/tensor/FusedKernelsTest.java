package org.glassllm.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each fused kernel against its readable twin: outputs and gradients, in float32 and float64. */
class FusedKernelsTest {
  private static final Kernels FUSED = FusedKernels.of(Precision.FLOAT32);
  private static final int ROUNDS = 4;

  /** An operation on arrays of given shapes, and how it is called. */
  private record Operation(
      String name, List<Shape> shapes, BiFunction<Kernels, List<NDArray>, NDArray> call) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Arguments> operations() {
    List<Operation> all = new ArrayList<>();
    SplittableRandom r = new SplittableRandom(1);
    for (int round = 0; round < ROUNDS; round++) {
      long b = r.nextInt(1, 4), t = r.nextInt(1, 9), d = 2L * r.nextInt(1, 5);
      long g = r.nextInt(1, 4), h = g * r.nextInt(1, 4), c = r.nextInt(1, 20);
      long out = r.nextInt(1, 20), v = r.nextInt(2, 30);
      Shape x = new Shape(b, t, c);
      add(all, "linear", (k, a) -> k.linear(a.get(0), a.get(1), null), x, new Shape(c, out));
      add(
          all,
          "linear with bias",
          (k, a) -> k.linear(a.get(0), a.get(1), a.get(2)),
          x,
          new Shape(c, out),
          new Shape(out));
      add(all, "unembed", (k, a) -> k.unembed(a.get(0), a.get(1)), x, new Shape(v, c));
      Shape channels = new Shape(c);
      add(
          all,
          "LayerNorm",
          (k, a) -> k.layerNorm(a.get(0), a.get(1), a.get(2), 1e-5),
          x,
          channels,
          channels);
      add(
          all,
          "LayerNorm without bias",
          (k, a) -> k.layerNorm(a.get(0), a.get(1), null, 1e-5),
          x,
          channels);
      add(all, "RMSNorm", (k, a) -> k.rmsNorm(a.get(0), a.get(1), 1e-5), x, channels);
      Shape q = new Shape(b, h, t, d), kv = new Shape(b, g, t, d);
      add(
          all,
          "attention",
          (k, a) -> k.attention(a.get(0), a.get(1), a.get(2), null, 0, true),
          q,
          kv,
          kv);
      add(
          all,
          "attention with score bias",
          (k, a) -> k.attention(a.get(0), a.get(1), a.get(2), a.get(3), 0, true),
          q,
          kv,
          kv,
          new Shape(h, t, t));
      Shape longer = new Shape(b, g, t + 3, d);
      add(
          all,
          "attention to earlier keys",
          (k, a) -> k.attention(a.get(0), a.get(1), a.get(2), null, 0, false),
          q,
          longer,
          longer);
      Shape table = new Shape(t, d);
      add(all, "rotate", (k, a) -> k.rotate(a.get(0), a.get(1), a.get(2)), q, table, table);
      add(
          all,
          "split and merge heads",
          (k, a) -> k.mergeHeads(k.splitHeads(a.get(0), (int) h, (int) g).get((int) (b % 3))),
          new Shape(b, t, (h + 2 * g) * d));
      for (Activation f : Activation.values()) {
        add(all, f.name(), (k, a) -> k.activate(a.get(0), f), x);
      }
      add(
          all,
          "cross-entropy",
          (k, a) -> k.crossEntropySum(a.get(0), targets(a.get(0), (int) v), -100),
          new Shape(b * t + 2, v));
    }
    return all.stream()
        .flatMap(
            o -> Stream.of(DataType.FLOAT32, DataType.FLOAT64).map(type -> Arguments.of(o, type)));
  }

  private static void add(
      List<Operation> all,
      String name,
      BiFunction<Kernels, List<NDArray>, NDArray> call,
      Shape... shapes) {
    all.add(new Operation(name, List.of(shapes), call));
  }

  /** Ids of which the second does not count. */
  private static NDArray targets(NDArray logits, int v) {
    long[] ids = new SplittableRandom(2).longs(logits.getShape().get(0), 0, v).toArray();
    ids[1] = -100;
    return logits.getManager().create(ids);
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("operations")
  void outputsAndGradientsEqualThoseOfTheReadableTwin(Operation operation, DataType type) {
    double tolerance = type == DataType.FLOAT64 ? 1e-10 : 2e-4;
    List<double[]> readable = run(ReadableKernels.INSTANCE, operation, type);
    List<double[]> fused = run(FUSED, operation, type);
    assertEquals(readable.size(), fused.size());
    for (int i = 0; i < readable.size(); i++) {
      assertArrayEquals(readable.get(i), fused.get(i), tolerance, i == 0 ? "output" : "gradient");
    }
  }

  /** The output, then the gradient for each input of a weighted sum of the output. */
  @SuppressWarnings("try") // the collector is there to be open: autograd records while it is
  private static List<double[]> run(Kernels kernels, Operation operation, DataType type) {
    try (NDManager manager = Torch.manager()) {
      SplittableRandom random = new SplittableRandom(3);
      List<NDArray> inputs = new ArrayList<>();
      for (Shape shape : operation.shapes()) {
        NDArray input = random(manager, shape, type, random);
        input.setRequiresGradient(true);
        inputs.add(input);
      }
      List<double[]> all = new ArrayList<>();
      try (GradientCollector collector = Torch.engine().newGradientCollector()) {
        NDArray y = operation.call().apply(kernels, inputs);
        all.add(doubles(y));
        NDArray loss = y.mul(random(manager, y.getShape(), type, random)).sum();
        for (NDArray gradient : kernels.gradients(loss, inputs)) {
          all.add(doubles(gradient));
        }
      }
      return all;
    }
  }

  private static NDArray random(
      NDManager manager, Shape shape, DataType type, SplittableRandom random) {
    double[] values = random.doubles(shape.size(), -1.5, 1.5).toArray();
    return manager.create(values, shape).toType(type, true);
  }

  private static double[] doubles(NDArray x) {
    return x.toType(DataType.FLOAT64, true).toDoubleArray();
  }

  @Test
  void attentionDropoutKeepsItsShareAndTheMean() {
    try (NDManager manager = Torch.manager()) {
      // one head of one channel, all scores equal, all values 1: an output is the kept weight
      NDArray zero = manager.zeros(new Shape(1, 1, 400, 1));
      NDArray one = manager.ones(new Shape(1, 1, 400, 1));
      new Seeds(4).seedEngine(Seeds.Purpose.DROPOUT, 0, 0);
      for (Kernels kernels : List.of(FUSED, ReadableKernels.INSTANCE)) {
        float[] y = kernels.attention(zero, zero, one, null, 0.25, true).toFloatArray();
        double mean = 0;
        for (int i = 200; i < 400; i++) {
          mean += y[i] / 200;
        }
        assertEquals(1, mean, 0.02);
        assertTrue(Math.abs(y[399] - 1) > 1e-6, "nothing was dropped");
      }
    }
  }

  @Test
  void theGlobalNormAndAStepOfAdamWAreTheSame() {
    double[][] after = new double[2][];
    double[] norms = new double[2];
    for (int way = 0; way < 2; way++) {
      Kernels kernels = way == 0 ? ReadableKernels.INSTANCE : FUSED;
      try (NDManager m = Torch.manager()) {
        SplittableRandom random = new SplittableRandom(5);
        List<NDArray> w = arrays(m, random), g = arrays(m, random);
        List<NDArray> m1 = arrays(m, random), m2 = arrays(m, random);
        m2.forEach(a -> a.muli(a));
        norms[way] = kernels.globalNorm(g);
        kernels.adamW(
            new Kernels.AdamWArrays(w, g, m1, m2),
            new Kernels.AdamWSettings(0.01, 0.9, 0.95, 1e-8, 0.1, 0.5),
            7);
        List<NDArray> all = new ArrayList<>(w);
        all.addAll(m1);
        all.addAll(m2);
        after[way] =
            all.stream().flatMapToDouble(a -> java.util.Arrays.stream(doubles(a))).toArray();
      }
    }
    assertEquals(norms[0], norms[1], 1e-5);
    assertArrayEquals(after[0], after[1], 1e-5);
  }

  private static List<NDArray> arrays(NDManager manager, SplittableRandom random) {
    return Stream.of(new Shape(3, 5), new Shape(40), new Shape(2, 2, 2))
        .map(s -> random(manager, s, DataType.FLOAT32, random))
        .toList();
  }
}
