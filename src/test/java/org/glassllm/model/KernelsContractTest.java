package org.glassllm.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.glassllm.loss.CrossEntropy;
import org.glassllm.loss.Entropy;
import org.glassllm.loss.LogSigmoid;
import org.glassllm.loss.ResponseLogProb;
import org.glassllm.optim.AdamW;
import org.glassllm.optim.GradientNorm;
import org.glassllm.tensor.Autograd;
import org.glassllm.tensor.Kernels;
import org.glassllm.tensor.Scalars;
import org.glassllm.tensor.Torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The readable and the fused form of every operation give the same outputs <em>and</em> gradients,
 * for random shapes, in float32 and float64.
 */
class KernelsContractTest {
  private static final Optional<NDArray> NONE = Optional.empty();

  NDManager manager;
  Random random;

  /** The maximum error, relative to the maximum of an array. */
  private static double tolerance(DataType type) {
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

  /** Both types, each with several random shapes. */
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
    same("linear", (k, a) -> Linear.apply(k, a.get(0), a.get(1), NONE), x, w);
    same(
        "linear with bias",
        (k, a) -> Linear.apply(k, a.get(0), a.get(1), Optional.of(a.get(2))),
        x,
        w,
        bias);
    NDArray rows = normal(type, t, in);
    same(
        "linear of rows",
        (k, a) -> Linear.apply(k, a.get(0), a.get(1), Optional.of(a.get(2))),
        rows,
        w,
        bias);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void embeddingAndUnembedding(DataType type, int seed) {
    random = new Random(seed);
    int v = size(30), c = size(12), b = size(3), t = size(8);
    NDArray table = normal(type, v, c), x = normal(type, b, t, c);
    NDArray ids = manager.randomInteger(0, v, new Shape(b, t), DataType.INT64);
    same("embedding", (k, a) -> Embedding.lookup(k, ids, a.get(0)), table);
    same("unembed", (k, a) -> Embedding.unembed(k, a.get(0), a.get(1)), x, table);
    same(
        "one table for both",
        (k, a) -> Embedding.unembed(k, Embedding.lookup(k, ids, a.get(0)), a.get(0)),
        table);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void lowRankUpdates(DataType type, int seed) {
    random = new Random(seed);
    int n = size(12), m = size(12), r = size(3), b = size(3), t = size(8), first = size(4) - 1;
    NDArray x = normal(type, b, t, n), y = normal(type, b, t, first + m + size(3) - 1);
    NDArray p = normal(type, n, r), q = normal(type, r, m), e = normal(type, b, t, m);
    NDArray h = normal(type, b, t, m), logits = normal(type, b, t, n);
    NDArray ids = manager.randomInteger(0, n, new Shape(b, t), DataType.INT64);
    same(
        "linear",
        (k, a) -> LowRank.linear(k, a.get(0), a.get(1), a.get(2), a.get(3), 1.7, first),
        x,
        y,
        p,
        q);
    same("lookup", (k, a) -> LowRank.lookup(k, ids, a.get(0), a.get(1), a.get(2), 0.3), e, p, q);
    same(
        "unembed",
        (k, a) -> LowRank.unembed(k, a.get(0), a.get(1), a.get(2), a.get(3), 0.3),
        h,
        logits,
        p,
        q);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void norms(DataType type, int seed) {
    random = new Random(seed);
    int c = 2 + size(20);
    LayerNorm norm = new LayerNorm(1e-4);
    NDArray x = normal(type, size(3), size(7), c), g = normal(type, c), b = normal(type, c);
    same("layer norm", (k, a) -> norm.apply(k, a.get(0), a.get(1), NONE), x, g);
    same("with bias", (k, a) -> norm.apply(k, a.get(0), a.get(1), Optional.of(a.get(2))), x, g, b);
    same("rms norm", (k, a) -> new RmsNorm().apply(k, a.get(0), a.get(1)), x, g);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void splittingAndMergingHeads(DataType type, int seed) {
    random = new Random(seed);
    int groups = size(3), heads = groups * size(3), d = size(6);
    NDArray qkv = normal(type, size(3), size(7), (heads + 2 * groups) * d);
    for (int i = 0; i < 3; i++) {
      int part = i;
      same(
          "head " + i,
          (k, a) -> MultiHeadAttention.splitHeads(k, a.get(0), heads, groups).get(part),
          qkv);
    }
    same(
        "merged",
        (k, a) -> MultiHeadAttention.mergeHeads(k, a.get(0)),
        normal(type, size(3), heads, size(7), d));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void rotation(DataType type, int seed) {
    random = new Random(seed);
    int t = size(7), d = 2 * size(5);
    NDList tables = new Rope(100).tables(manager, 3, t, d, type);
    NDArray x = normal(type, size(3), size(4), t, d);
    same("rotate", (k, a) -> Rope.rotate(k, a.get(0), tables), x);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void attention(DataType type, int seed) {
    random = new Random(seed);
    int b = size(3), groups = size(2), heads = groups * size(3), d = size(9), tk = 1 + size(40);
    for (int tq : new int[] {1, tk, size(tk)}) { // last token, whole text, some new tokens
      NDArray q = normal(type, b, heads, tq, d);
      NDArray k = normal(type, b, groups, tk, d), v = normal(type, b, groups, tk, d);
      List<ScoreMask> masks =
          List.of(
              ScoreMask.of(Mask.causal(), manager, tq, tk, type),
              ScoreMask.of(Mask.none(), manager, tq, tk, type),
              ScoreMask.of(Mask.causal().and(Mask.window(3)), manager, tq, tk, type),
              new ScoreMask.Additive(normal(type, heads, tq, tk)));
      for (ScoreMask mask : masks) {
        same(
            "attention with heads " + heads + "/" + groups + ", " + tq + " of " + tk + ", " + mask,
            (n, a) -> attend(n, a.get(0), a.get(1), a.get(2), mask, 0),
            q,
            k,
            v);
      }
    }
  }

  private NDArray attend(
      Kernels kernels, NDArray q, NDArray k, NDArray v, ScoreMask mask, double dropout) {
    return ScaledDotProductAttention.apply(Pass.of(manager, kernels, true), q, k, v, mask, dropout);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void activations(DataType type, int seed) {
    random = new Random(seed);
    NDArray x = normal(type, size(5), size(40)).mul(3);
    for (Activation activation : Activation.values()) {
      same(activation.name(), (k, a) -> activation.apply(k, a.get(0)), x);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void crossEntropyLeavesIgnoredPositionsOut(DataType type, int seed) {
    random = new Random(seed);
    int n = 1 + size(20), v = 1 + size(30);
    NDArray logits = normal(type, n, v).mul(4);
    NDArray targets = manager.randomInteger(0, v, new Shape(n), DataType.INT64);
    same("all count", (k, a) -> CrossEntropy.sum(k, a.get(0), targets), logits);
    targets.set(new NDIndex("0"), -100);
    same("one ignored", (k, a) -> CrossEntropy.sum(k, a.get(0), targets), logits);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void logProbabilitiesOfResponses(DataType type, int seed) {
    random = new Random(seed);
    int b = size(4), t = size(6), v = 1 + size(30);
    NDArray logits = normal(type, b, t, v).mul(4);
    NDArray targets = manager.randomInteger(0, v, new Shape(b, t), DataType.INT64);
    targets.set(new NDIndex("0, 0"), -100);
    same("per token", (k, a) -> ResponseLogProb.perToken(k, a.get(0), targets), logits);
    same("sums", (k, a) -> ResponseLogProb.sums(k, a.get(0), targets), logits);
    same("entropy", (k, a) -> Entropy.perToken(k, a.get(0), targets), logits);
    same("log sigmoid", (k, a) -> LogSigmoid.of(k, a.get(0)), normal(type, 40).mul(20));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void normAndOptimizer(DataType type, int seed) {
    random = new Random(seed);
    List<Shape> shapes = List.of(new Shape(size(30), size(30)), new Shape(size(50)), new Shape(1));
    List<NDArray> gradients = shapes.stream().map(s -> normal(type, s.getShape())).toList();
    double norm = GradientNorm.of(Kernels.READABLE, gradients);
    assertEquals(norm, GradientNorm.of(Kernels.FUSED, gradients), norm * tolerance(type));

    Map<String, Parameter> expected = new LinkedHashMap<>(), actual = new LinkedHashMap<>();
    for (Shape shape : shapes) {
      NDArray start = normal(type, shape.getShape());
      expected.put(shape.toString(), parameter(start));
      actual.put(shape.toString(), parameter(start.duplicate()));
    }
    AdamW.Settings settings = new AdamW.Settings(0.9, 0.95, 1e-8, 0.1, 0);
    AdamW readable = new AdamW(expected, settings, Kernels.READABLE, manager);
    AdamW fused = new AdamW(actual, settings, Kernels.FUSED, manager);
    for (int step = 1; step <= 3; step++) {
      double scale = step == 2 ? 0.3 : 1;
      readable.update(copies(gradients), 0.01 * step, scale);
      fused.update(copies(gradients), 0.01 * step, scale);
      for (String name : expected.keySet()) {
        close("weight", expected.get(name).getArray(), actual.get(name).getArray());
        close("first moment", readable.firstMoments().get(name), fused.firstMoments().get(name));
        close("second moment", readable.secondMoments().get(name), fused.secondMoments().get(name));
      }
    }
  }

  private static Parameter parameter(NDArray array) {
    Parameter p = Parameter.builder().setName("p").setType(Parameter.Type.OTHER).build();
    p.setArray(array);
    return p;
  }

  private static List<NDArray> copies(List<NDArray> arrays) {
    return arrays.stream().map(NDArray::duplicate).toList();
  }

  @Test
  @SuppressWarnings("try") // it is only held open
  void gradientsDoNotAddToEarlierOnes() {
    NDArray w = normal(DataType.FLOAT32, 3), unused = normal(DataType.FLOAT32, 2);
    List<NDArray> parameters = List.of(w, unused);
    parameters.forEach(p -> p.setRequiresGradient(true));
    for (double factor : new double[] {Double.NaN, 2, 5}) {
      try (Autograd.Recording recording = Autograd.record()) {
        NDArray loss = Scalars.times(w, factor).sum();
        List<NDArray> found = Autograd.gradients(loss, parameters);
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
    Autograd.addAll(List.of(sum), List.of(term));
    assertEquals(12, sum.sum().getFloat());
  }

  @Test
  void dropoutHasItsProbabilityAndKeepsTheMean() {
    NDArray x = manager.ones(new Shape(400, 500));
    NDArray y = Pass.of(manager, Kernels.FUSED, true).dropout(x, 0.2);
    assertEquals(0.8, y.gt(0).toType(DataType.FLOAT64, false).mean().getDouble(), 0.01);
    assertEquals(1, y.mean().getFloat(), 0.01);
    NDArray still = Pass.of(manager, Kernels.FUSED, false).dropout(x, 0.2);
    assertEquals(1, still.min().getFloat());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void attentionDropoutHasItsProbability(boolean fused) {
    Kernels kernels = fused ? Kernels.FUSED : Kernels.READABLE;
    // uniform scores and one-hot values: the output is the row of attention weights itself
    int t = 64;
    NDArray q = manager.zeros(new Shape(8, 4, t, t));
    NDArray v = manager.eye(t).reshape(1, 1, t, t).broadcast(8, 4, t, t);
    NDArray weights = attend(kernels, q, q, v, new ScoreMask.Causal(), 0.25);
    double visible = 8 * 4 * t * (t + 1) / 2.0;
    double kept = weights.gt(0).toType(DataType.FLOAT64, false).sum().getDouble() / visible;
    assertEquals(0.75, kept, 0.01);
    assertEquals(8 * 4 * t, weights.sum().getFloat(), 8 * 4 * t * 0.02);
    Pass still = Pass.of(manager, kernels, false);
    NDArray all = ScaledDotProductAttention.apply(still, q, q, v, new ScoreMask.Causal(), 0.25);
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
    List<NDArray> expected = resultAndGradients(Kernels.READABLE, operation, inputs);
    List<NDArray> actual = resultAndGradients(Kernels.FUSED, operation, inputs);
    for (int i = 0; i < expected.size(); i++) {
      close(what + (i == 0 ? ": output" : ": gradient " + i), expected.get(i), actual.get(i));
    }
  }

  @SuppressWarnings("try") // it is only held open
  private List<NDArray> resultAndGradients(
      Kernels kernels, BiFunction<Kernels, List<NDArray>, NDArray> operation, NDArray... inputs) {
    List<NDArray> leaves = new ArrayList<>();
    for (NDArray input : inputs) {
      NDArray leaf = input.duplicate();
      leaf.setRequiresGradient(true);
      leaves.add(leaf);
    }
    List<NDArray> all = new ArrayList<>();
    try (Autograd.Recording recording = Autograd.record()) {
      NDArray result = operation.apply(kernels, leaves);
      all.add(result);
      // a loss that weights every element differently
      NDArray weights =
          manager.arange((int) result.size()).reshape(result.getShape()).mul(0.37).sin();
      NDArray loss = result.mul(weights.toType(result.getDataType(), false)).sum();
      all.addAll(Autograd.gradients(loss, leaves));
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
}
