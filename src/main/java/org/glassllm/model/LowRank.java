package org.glassllm.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.Initializer;
import ai.djl.training.initializer.UniformInitializer;
import java.util.List;
import org.glassllm.tensor.Autograd;
import org.glassllm.tensor.Kernels;
import org.glassllm.tensor.Scalars;
import org.glassllm.tensor.ScriptModule;

/**
 * A low-rank update of a weight matrix, {@code ΔW = (α/r) A B} (Hu et al. 2021, section 4.1). W is
 * {@code (n, m)} and stays fixed; A {@code (n, r)} and B {@code (r, m)} train. A pass computes
 * {@code x W + (α/r) (x A) B} and never the matrix ΔW.
 *
 * <p>One of the two matrices is 0 initially, so ΔW is 0. The matrix 0 is B for a linear layer and A
 * for an embedding. The other one is uniform in {@code ±1/√n} or {@code ±1/√m}. The update of a
 * tied embedding changes both the vectors and the logits.
 */
public final class LowRank {
  private final LoraTarget target;
  private final LoraConfig config;
  private final Parameter a;
  private final Parameter b;

  LowRank(LoraTarget target, LoraConfig config) {
    this.target = target;
    this.config = config;
    long n = target.rows(), r = config.rank(), m = target.columns();
    Initializer zeros = Initializer.ZEROS, random = uniform(target.isTable() ? m : n);
    a = parameter("A", target.isTable() ? zeros : random, n, r);
    b = parameter("B", target.isTable() ? random : zeros, r, m);
  }

  private static Initializer uniform(long fanIn) {
    return new UniformInitializer((float) (1 / Math.sqrt(fanIn)));
  }

  /** Creates a parameter; ScriptModule would copy an array with "_" in its name at each call. */
  private static Parameter parameter(String name, Initializer initializer, long... shape) {
    return Parameter.builder()
        .setName(name)
        .setType(Parameter.Type.WEIGHT)
        .optShape(new Shape(shape))
        .optInitializer(initializer)
        .build();
  }

  /** Returns the weight, or the part of a weight, that this update changes. */
  public LoraTarget target() {
    return target;
  }

  /** Returns A, {@code (n, r)}. */
  public Parameter a() {
    return a;
  }

  /** Returns B, {@code (r, m)}. */
  public Parameter b() {
    return b;
  }

  void initialize(NDManager manager, DataType type) {
    a.initialize(manager, type);
    b.initialize(manager, type);
  }

  boolean isInitialized() {
    return a.isInitialized() && b.isInitialized();
  }

  /** Returns {@code y + (α/r) dropout(x) A B} for the output y of a linear layer. */
  NDArray linear(Pass pass, NDArray x, NDArray y) {
    NDArray in = pass.dropout(x, config.dropout());
    return linear(pass.kernels(), in, y, pass.value(a, x), pass.value(b, x), scale(), first());
  }

  /** Returns {@code e + (α/r) A[ids] B} for the vectors e of an embedding; without dropout. */
  NDArray lookup(Pass pass, NDArray ids, NDArray e) {
    return lookup(pass.kernels(), ids, e, pass.value(a, e), pass.value(b, e), scale());
  }

  /** Returns {@code logits + (α/r) dropout(x) Bᵀ Aᵀ} for the logits of an output head. */
  NDArray unembed(Pass pass, NDArray x, NDArray logits) {
    NDArray in = pass.dropout(x, config.dropout());
    return unembed(pass.kernels(), in, logits, pass.value(a, x), pass.value(b, x), scale());
  }

  private double scale() {
    return config.scale();
  }

  private int first() {
    return target.firstColumn();
  }

  /**
   * Returns {@code y + scale · x A B}; the update changes m columns of y, from column {@code
   * first}.
   *
   * @param x {@code (…, n)}
   * @param y {@code (…, all)}
   * @param a {@code (n, r)}
   * @param b {@code (r, m)}
   */
  static NDArray linear(
      Kernels kernels, NDArray x, NDArray y, NDArray a, NDArray b, double scale, int first) {
    if (kernels.fused()) {
      ScriptModule script = kernels.script(LowRank.class);
      return script.call(
          "low_rank_linear", y, x, a, b, script.number(scale), script.number((long) first));
    }
    NDArray update = Scalars.times(x.matMul(a), scale).matMul(b); // (…, m)
    Shape shape = y.getShape();
    int last = shape.dimension() - 1;
    Shape outer = shape.slice(0, last);
    long after = shape.get(last) - first - b.getShape().get(1);
    NDArray before = x.getManager().zeros(outer.add(first), y.getDataType());
    NDArray rest = x.getManager().zeros(outer.add(after), y.getDataType());
    return y.add(before.concat(update, last).concat(rest, last));
  }

  /**
   * Returns {@code e + scale · A[ids] B}.
   *
   * @param ids integers {@code (B, T)}
   * @param e {@code (B, T, C)}
   * @param a {@code (V, r)}
   * @param b {@code (r, C)}
   */
  static NDArray lookup(
      Kernels kernels, NDArray ids, NDArray e, NDArray a, NDArray b, double scale) {
    if (kernels.fused()) {
      ScriptModule script = kernels.script(LowRank.class);
      return script.call("low_rank_lookup", e, ids, a, b, script.number(scale));
    }
    return e.add(Scalars.times(Embedding.lookup(kernels, ids, a), scale).matMul(b));
  }

  /**
   * Returns {@code logits + scale · x Bᵀ Aᵀ}.
   *
   * @param x {@code (…, C)}
   * @param logits {@code (…, V)}
   * @param a {@code (V, r)}
   * @param b {@code (r, C)}
   */
  static NDArray unembed(
      Kernels kernels, NDArray x, NDArray logits, NDArray a, NDArray b, double scale) {
    if (kernels.fused()) {
      ScriptModule script = kernels.script(LowRank.class);
      return script.call("low_rank_unembed", logits, x, a, b, script.number(scale));
    }
    NDArray inner = Scalars.times(Embedding.unembed(kernels, x, b), scale); // (…, r)
    return logits.add(Embedding.unembed(kernels, inner, a));
  }

  /**
   * Adds {@code sign · ΔW} to a weight in place. The product and the sum are computed in float64;
   * only the cast to the dtype of the weight rounds.
   */
  void addTo(NDArray weight, int sign) {
    Autograd.off();
    try (NDManager scope = weight.getManager().newSubManager()) {
      NDArray left = a.getArray().toType(DataType.FLOAT64, true);
      left.attach(scope); // a result belongs to the manager of the first operand
      NDArray right = b.getArray().toType(DataType.FLOAT64, true);
      right.attach(scope);
      NDArray delta = Scalars.times(left.matMul(right), sign * scale()); // (n, m)
      NDIndex columns = new NDIndex(":, {}:{}", first(), first() + target.columns());
      NDArray sum = weight.get(scope, columns).toType(DataType.FLOAT64, true).add(delta);
      weight.set(columns, sum.toType(weight.getDataType(), false));
    }
  }

  /**
   * Returns {@code W + ΔW} for all updates of a weight; the weight itself if there are none.
   *
   * @param scope the owner of a new array
   */
  static NDArray merged(NDManager scope, NDArray weight, List<LowRank> updates) {
    if (updates.isEmpty()) {
      return weight;
    }
    Autograd.off();
    NDArray sum = weight.duplicate();
    sum.attach(scope);
    updates.forEach(update -> update.addTo(sum, 1));
    return sum;
  }
}
