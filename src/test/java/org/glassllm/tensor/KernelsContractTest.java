package org.glassllm.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What all kernels must do: give the outputs <em>and</em> the gradients of the readable ones, for
 * random shapes, in float32 and float64.
 */
abstract class KernelsContractTest {
  private static final Kernels ORACLE = ReadableKernels.INSTANCE;

  NDManager manager;
  Random random;

  /** The kernels under test. */
  abstract Kernels kernels();

  /** The largest error relative to the largest number of an array. */
  double tolerance(DataType type) {
    return type == DataType.FLOAT64 ? 1e-11 : 3e-5;
  }

  @BeforeEach
  void open() {
    manager = Torch.manager();
    random = new Random(7);
  }

  @AfterEach
  void close() {
    manager.close();
  }

  /** Both types, each with several draws of shapes. */
  static Stream<Arguments> cases() {
    return Stream.of(DataType.FLOAT32, DataType.FLOAT64)
        .flatMap(type -> Stream.of(1, 2, 3, 4).map(seed -> Arguments.of(type, seed)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void linearWithAndWithoutBias(DataType type, int seed) {
    random = new Random(seed);
    int b = size(4), t = size(9), in = size(17), out = size(17);
    NDArray x = normal(type, b, t, in), w = normal(type, in, out), bias = normal(type, out);
    same("linear", (k, a) -> k.linear(a.get(0), a.get(1), null), x, w);
    same("linear with bias", (k, a) -> k.linear(a.get(0), a.get(1), a.get(2)), x, w, bias);
    NDArray rows = normal(type, t, in);
    same("linear of rows", (k, a) -> k.linear(a.get(0), a.get(1), a.get(2)), rows, w, bias);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void embeddingAndItsTransposedUse(DataType type, int seed) {
    random = new Random(seed);
    int v = size(30), c = size(12), b = size(3), t = size(8);
    NDArray table = normal(type, v, c), x = normal(type, b, t, c);
    NDArray ids = manager.randomInteger(0, v, new Shape(b, t), DataType.INT64);
    same("embedding", (k, a) -> k.embedding(ids, a.get(0), false), table);
    same("of a head's table, alone", (k, a) -> k.embedding(ids, a.get(0), true), table);
    same("unembed", (k, a) -> k.unembed(a.get(0), a.get(1)), x, table);
    same(
        "one table for both",
        (k, a) -> k.unembed(k.embedding(ids, a.get(0), true), a.get(0)),
        table);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void norms(DataType type, int seed) {
    random = new Random(seed);
    int c = 2 + size(20);
    NDArray x = normal(type, size(3), size(7), c), g = normal(type, c), b = normal(type, c);
    same("layer norm", (k, a) -> k.layerNorm(a.get(0), a.get(1), null, 1e-5), x, g);
    same("with bias", (k, a) -> k.layerNorm(a.get(0), a.get(1), a.get(2), 1e-5), x, g, b);
    same("rms norm", (k, a) -> k.rmsNorm(a.get(0), a.get(1), 1e-5), x, g);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void splittingAndMergingHeads(DataType type, int seed) {
    random = new Random(seed);
    int groups = size(3), heads = groups * size(3), d = size(6);
    NDArray qkv = normal(type, size(3), size(7), (heads + 2 * groups) * d);
    for (int i = 0; i < 3; i++) {
      int part = i;
      same("head " + i, (k, a) -> k.splitHeads(a.get(0), heads, groups).get(part), qkv);
    }
    same("merged", (k, a) -> k.mergeHeads(a.get(0)), normal(type, size(3), heads, size(7), d));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void rotation(DataType type, int seed) {
    random = new Random(seed);
    int t = size(7), d = 2 * size(5);
    NDArray cosine = normal(type, t, d), sine = normal(type, t, d);
    NDArray x = normal(type, size(3), size(4), t, d);
    same("rotate", (k, a) -> k.rotate(a.get(0), cosine, sine), x);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void attention(DataType type, int seed) {
    random = new Random(seed);
    int b = size(3), groups = size(2), heads = groups * size(3), d = size(9), tk = 1 + size(40);
    for (int tq : new int[] {1, tk, size(tk)}) { // newest token, whole text, some new tokens
      NDArray q = normal(type, b, heads, tq, d);
      NDArray k = normal(type, b, groups, tk, d), v = normal(type, b, groups, tk, d);
      NDArray bias = normal(type, heads, tq, tk);
      String shapes = "heads " + heads + "/" + groups + ", " + tq + " of " + tk;
      same(
          "attention " + shapes,
          (n, a) -> n.attention(a.get(0), a.get(1), a.get(2), null, 0, true),
          q,
          k,
          v);
      same(
          "attention with bias " + shapes,
          (n, a) -> n.attention(a.get(0), a.get(1), a.get(2), bias, 0, true),
          q,
          k,
          v);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void activations(DataType type, int seed) {
    random = new Random(seed);
    NDArray x = normal(type, size(5), size(40)).mul(3);
    for (Activation activation : Activation.values()) {
      same(activation.name(), (k, a) -> k.activate(a.get(0), activation), x);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void crossEntropyLeavesIgnoredPositionsOut(DataType type, int seed) {
    random = new Random(seed);
    int n = 1 + size(20), v = 1 + size(30);
    NDArray logits = normal(type, n, v).mul(4);
    NDArray targets = manager.randomInteger(0, v, new Shape(n), DataType.INT64);
    same("all count", (k, a) -> k.crossEntropySum(a.get(0), targets, -100), logits);
    targets.set(new NDIndex("0"), -100);
    same("one ignored", (k, a) -> k.crossEntropySum(a.get(0), targets, -100), logits);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void normAndOptimizer(DataType type, int seed) {
    random = new Random(seed);
    List<Shape> shapes = List.of(new Shape(size(30), size(30)), new Shape(size(50)), new Shape(1));
    List<NDArray> gradients = shapes.stream().map(s -> normal(type, s.getShape())).toList();
    double norm = ORACLE.globalNorm(gradients);
    assertEquals(norm, kernels().globalNorm(gradients), norm * tolerance(type));

    Kernels.AdamWArrays expected = optimizerArrays(type, shapes), actual = copy(expected);
    for (int step = 1; step <= 3; step++) {
      double scale = step == 2 ? 0.3 : 1;
      Kernels.AdamWSettings settings =
          new Kernels.AdamWSettings(0.01 * step, 0.9, 0.95, 1e-8, step == 3 ? 0 : 0.1, scale);
      ORACLE.adamW(with(expected, gradients), settings, step);
      kernels().adamW(with(actual, gradients), settings, step);
      for (int i = 0; i < shapes.size(); i++) {
        close("weight", expected.weights().get(i), actual.weights().get(i));
        close("first moment", expected.firstMoments().get(i), actual.firstMoments().get(i));
        close("second moment", expected.secondMoments().get(i), actual.secondMoments().get(i));
      }
    }
  }

  @Test
  @SuppressWarnings("try") // the collector is only held open
  void gradientsForgetEarlierOnesEvenNaN() {
    NDArray w = normal(DataType.FLOAT32, 3), unused = normal(DataType.FLOAT32, 2);
    List<NDArray> parameters = List.of(w, unused);
    parameters.forEach(p -> p.setRequiresGradient(true));
    for (double factor : new double[] {Double.NaN, 2, 5}) {
      try (GradientCollector collector = Torch.engine().newGradientCollector()) {
        List<NDArray> found = kernels().gradients(w.mul(factor).sum(), parameters);
        if (!Double.isNaN(factor)) {
          assertEquals(factor, found.get(0).getFloat(1));
        }
        assertEquals(0, found.get(1).sum().getFloat());
      }
    }
  }

  @Test
  void sumsGrowInPlace() {
    NDArray sum = manager.ones(new Shape(2, 2)), term = manager.ones(new Shape(2, 2)).mul(2);
    kernels().addAll(List.of(sum), List.of(term));
    assertEquals(12, sum.sum().getFloat());
  }

  @Test
  void dropoutKeepsItsRateAndTheMean() {
    NDArray x = manager.ones(new Shape(400, 500));
    NDArray y = kernels().dropout(x, 0.2, true);
    assertEquals(0.8, y.gt(0).toType(DataType.FLOAT64, false).mean().getDouble(), 0.01);
    assertEquals(1, y.mean().getFloat(), 0.01);
    assertEquals(1, kernels().dropout(x, 0.2, false).min().getFloat());
  }

  @Test
  void attentionDropoutKeepsItsRate() {
    // uniform scores and one-hot values: the output is the row of attention weights itself
    int t = 64;
    NDArray q = manager.zeros(new Shape(8, 4, t, t));
    NDArray v = manager.eye(t).reshape(1, 1, t, t).broadcast(8, 4, t, t);
    NDArray weights = kernels().attention(q, q, v, null, 0.25, true);
    double visible = 8 * 4 * t * (t + 1) / 2.0;
    double kept = weights.gt(0).toType(DataType.FLOAT64, false).sum().getDouble() / visible;
    assertEquals(0.75, kept, 0.01);
    assertEquals(8 * 4 * t, weights.sum().getFloat(), 8 * 4 * t * 0.02);
    NDArray all = kernels().attention(q, q, v, null, 0.25, false);
    assertEquals(visible, all.gt(0).toType(DataType.FLOAT64, false).sum().getDouble());
  }

  private int size(int bound) {
    return 1 + random.nextInt(bound);
  }

  final NDArray normal(DataType type, long... shape) {
    double[] values = random.doubles(new Shape(shape).size(), -1.7, 1.7).toArray();
    NDArray wide = manager.create(values, new Shape(shape));
    return type == DataType.FLOAT64 ? wide : wide.toType(type, true);
  }

  /** Runs an operation with both kernels and compares the result and the gradient of each input. */
  private void same(
      String what, BiFunction<Kernels, List<NDArray>, NDArray> operation, NDArray... inputs) {
    List<NDArray> expected = resultAndGradients(ORACLE, operation, inputs);
    List<NDArray> actual = resultAndGradients(kernels(), operation, inputs);
    for (int i = 0; i < expected.size(); i++) {
      close(what + (i == 0 ? ": output" : ": gradient " + i), expected.get(i), actual.get(i));
    }
  }

  @SuppressWarnings("try") // the collector is only held open
  private List<NDArray> resultAndGradients(
      Kernels kernels, BiFunction<Kernels, List<NDArray>, NDArray> operation, NDArray... inputs) {
    List<NDArray> leaves = new ArrayList<>();
    for (NDArray input : inputs) {
      NDArray leaf = input.duplicate();
      leaf.setRequiresGradient(true);
      leaves.add(leaf);
    }
    List<NDArray> all = new ArrayList<>();
    try (GradientCollector collector = Torch.engine().newGradientCollector()) {
      NDArray result = operation.apply(kernels, leaves);
      all.add(result);
      // a loss in which every element counts differently
      NDArray weights =
          manager.arange((int) result.size()).reshape(result.getShape()).mul(0.37).sin();
      NDArray loss = result.mul(weights.toType(result.getDataType(), false)).sum();
      all.addAll(kernels.gradients(loss, leaves));
    }
    return all;
  }

  private void close(String what, NDArray expected, NDArray actual) {
    assertEquals(expected.getShape(), actual.getShape(), what);
    NDArray wide = expected.toType(DataType.FLOAT64, false);
    double scale = Math.max(1, wide.abs().max().getDouble());
    double error = actual.toType(DataType.FLOAT64, false).sub(wide).abs().max().getDouble();
    assertTrue(error <= scale * tolerance(expected.getDataType()), what + ": error " + error);
  }

  private Kernels.AdamWArrays optimizerArrays(DataType type, List<Shape> shapes) {
    return new Kernels.AdamWArrays(
        shapes.stream().map(s -> normal(type, s.getShape())).toList(),
        List.of(),
        shapes.stream().map(s -> manager.zeros(s, type)).toList(),
        shapes.stream().map(s -> manager.zeros(s, type)).toList());
  }

  private static Kernels.AdamWArrays copy(Kernels.AdamWArrays a) {
    return new Kernels.AdamWArrays(
        a.weights().stream().map(NDArray::duplicate).toList(),
        List.of(),
        a.firstMoments().stream().map(NDArray::duplicate).toList(),
        a.secondMoments().stream().map(NDArray::duplicate).toList());
  }

  /** The arrays with their own copies of gradients, since kernels may change those. */
  private static Kernels.AdamWArrays with(Kernels.AdamWArrays a, List<NDArray> gradients) {
    return new Kernels.AdamWArrays(
        a.weights(),
        gradients.stream().map(NDArray::duplicate).toList(),
        a.firstMoments(),
        a.secondMoments());
  }
}
