package org.glassllm.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.List;

/** Each operation of a GPT as a learner would write it: plain NDArray code, one idea a line. */
public final class ReadableKernels implements Kernels {
  /** The only instance; it has no state. */
  public static final ReadableKernels INSTANCE = new ReadableKernels();

  private ReadableKernels() {}

  @Override
  public NDArray embedding(NDArray ids, NDArray table, boolean tied) {
    return ids.getNDArrayInternal().embedding(ids, table, SparseFormat.DENSE).singletonOrThrow();
  }

  @Override
  public NDArray linear(NDArray x, NDArray weight, NDArray bias) {
    NDArray product = x.matMul(weight);
    return bias == null ? product : product.add(bias);
  }

  @Override
  public NDArray unembed(NDArray x, NDArray table) {
    try (NDArray transposed = table.transpose()) { // (C, V)
      return x.matMul(transposed);
    }
  }

  @Override
  public NDArray layerNorm(NDArray x, NDArray gain, NDArray bias, double epsilon) {
    Shape channels = gain.getShape();
    NDArray shift = bias == null ? x.getManager().zeros(channels, x.getDataType()) : bias;
    return x.getNDArrayInternal()
        .layerNorm(x, channels, gain, shift, (float) epsilon)
        .singletonOrThrow();
  }

  @Override
  public NDArray rmsNorm(NDArray x, NDArray gain, double epsilon) {
    NDArray meanSquare = x.square().mean(new int[] {-1}, true); // (…, 1)
    return x.div(meanSquare.add(epsilon).sqrt()).mul(gain);
  }

  @Override
  public NDList splitHeads(NDArray qkv, int heads, int kvHeads) {
    long b = qkv.getShape().get(0), t = qkv.getShape().get(1);
    long d = qkv.getShape().get(2) / (heads + 2 * kvHeads);
    NDList parts = qkv.split(new long[] {heads * d, (heads + kvHeads) * d}, 2);
    return new NDList(
        parts.get(0).reshape(b, t, heads, d).swapAxes(1, 2), // (B, H, T, D)
        parts.get(1).reshape(b, t, kvHeads, d).swapAxes(1, 2), // (B, G, T, D)
        parts.get(2).reshape(b, t, kvHeads, d).swapAxes(1, 2)); // (B, G, T, D)
  }

  @Override
  public NDArray mergeHeads(NDArray y) {
    Shape s = y.getShape();
    return y.swapAxes(1, 2).reshape(s.get(0), s.get(2), s.get(1) * s.get(3));
  }

  @Override
  public NDArray rotate(NDArray x, NDArray cosine, NDArray sine) {
    NDList halves = x.split(2, 3); // (B, H, T, D/2) twice
    NDArray swapped = NDArrays.concat(new NDList(halves.get(1), halves.get(0)), 3);
    return x.mul(cosine).add(swapped.mul(sine));
  }

  @Override
  public NDArray attention(
      NDArray q, NDArray k, NDArray v, NDArray scoreBias, double dropout, boolean training) {
    Shape s = q.getShape();
    long b = s.get(0), h = s.get(1), tq = s.get(2), d = s.get(3);
    long g = k.getShape().get(1), tk = k.getShape().get(2);
    if (g != h) {
      // Each key-value head serves h/g query heads: give the heads of a group an axis of their own.
      NDArray bias = scoreBias == null ? null : scoreBias.reshape(g, h / g, tq, tk);
      NDArray grouped = q.reshape(b, g, h / g, tq, d); // (B, G, H/G, Tq, D)
      return attend(grouped, k.expandDims(2), v.expandDims(2), bias, dropout, training)
          .reshape(s); // (B, H, Tq, D)
    }
    return attend(q, k, v, scoreBias, dropout, training);
  }

  private NDArray attend(
      NDArray q, NDArray k, NDArray v, NDArray bias, double dropout, boolean training) {
    int last = q.getShape().dimension() - 1;
    long d = q.getShape().get(last), tq = q.getShape().get(last - 1);
    long tk = k.getShape().get(last - 1);
    NDArray scores =
        Scalars.times(q, 1 / Math.sqrt(d)).matMul(k.swapAxes(last - 1, last)); // (…, Tq, Tk)
    if (bias != null) {
      scores = scores.add(bias);
    }
    if (tq > 1) { // a single query is the newest token and sees all keys
      scores = scores.add(causalMask(q.getManager(), tq, tk, q.getDataType()));
    }
    NDArray weights = dropout(scores.softmax(-1), dropout, training); // (…, Tq, Tk)
    return weights.matMul(v); // (…, Tq, D)
  }

  /** {@code (Tq, Tk)}: 0 where query i may see key j, that is j ≤ i + Tk - Tq, else -∞. */
  public static NDArray causalMask(NDManager manager, long tq, long tk, DataType type) {
    NDArray key = manager.arange((int) tk).reshape(1, tk);
    NDArray lastVisible = manager.arange((int) tq).add((int) (tk - tq)).reshape(tq, 1);
    NDArray hidden = key.gt(lastVisible); // (Tq, Tk)
    NDArray visible = manager.zeros(new Shape(tq, tk), type);
    return NDArrays.where(hidden, visible.add(Double.NEGATIVE_INFINITY), visible);
  }

  @Override
  public NDArray activate(NDArray x, Activation activation) {
    switch (activation) {
      case GELU:
        return x.getNDArrayInternal().gelu();
      case GELU_TANH:
        NDArray cubic = Scalars.times(x.square().mul(x), 0.044715);
        NDArray inner = Scalars.times(cubic.add(x), Math.sqrt(2 / Math.PI));
        return Scalars.times(x, 0.5).mul(inner.tanh().add(1));
      case RELU:
        return x.getNDArrayInternal().relu();
      case SILU:
        return x.mul(x.getNDArrayInternal().sigmoid());
      default:
        throw new IllegalArgumentException("no such activation: " + activation);
    }
  }

  @Override
  public NDArray dropout(NDArray x, double p, boolean training) {
    if (!training || p == 0) {
      return x;
    }
    return x.getNDArrayInternal().dropout(x, (float) p, true).singletonOrThrow();
  }

  @Override
  public NDArray crossEntropySum(NDArray logits, NDArray targets, long ignoreIndex) {
    NDArray counts = targets.neq(ignoreIndex); // (N)
    NDArray safe = targets.mul(counts.toType(targets.getDataType(), false)); // ignored: row 0
    NDArray logProbability = logits.logSoftmax(-1).gather(safe.expandDims(1), 1); // (N, 1)
    NDArray weight = counts.toType(logits.getDataType(), false); // (N)
    return logProbability.squeeze(1).mul(weight).sum().neg();
  }

  @Override
  public List<NDArray> gradients(NDArray loss, List<NDArray> parameters) {
    // Autograd adds to what a parameter has gathered, so that is cleared before.
    parameters.forEach(ReadableKernels::clearGradient);
    try (NDArray one = loss.onesLike()) {
      JniUtils.backward((PtNDArray) loss, (PtNDArray) one, false, false);
    }
    return parameters.stream().map(p -> gradient(p, loss.getManager())).toList();
  }

  private static void clearGradient(NDArray parameter) {
    try (NDArray gathered = JniUtils.getGradient((PtNDArray) parameter)) {
      if (gathered != null) {
        JniUtils.zeroGrad((PtNDArray) parameter); // overwrites: 0 · NaN would stay NaN
      }
    }
  }

  private static NDArray gradient(NDArray parameter, NDManager manager) {
    NDArray gathered = JniUtils.getGradient((PtNDArray) parameter);
    if (gathered == null) {
      return manager.zeros(parameter.getShape(), parameter.getDataType());
    }
    try (gathered) {
      NDArray copy = gathered.duplicate();
      copy.attach(manager);
      return copy;
    }
  }

  @Override
  public void addAll(List<NDArray> sums, List<NDArray> terms) {
    for (int i = 0; i < sums.size(); i++) {
      sums.get(i).addi(terms.get(i));
    }
  }

  @Override
  public double globalNorm(List<NDArray> arrays) {
    double sum = 0;
    for (NDArray a : arrays) {
      try (NDArray square = a.square();
          NDArray total = square.sum();
          NDArray wide = total.toType(DataType.FLOAT64, false)) {
        sum += wide.getDouble();
      }
    }
    return Math.sqrt(sum);
  }

  @Override
  public void adamW(AdamWArrays arrays, AdamWSettings settings, long step) {
    for (int i = 0; i < arrays.weights().size(); i++) {
      adamW(
          arrays.weights().get(i),
          arrays.gradients().get(i),
          arrays.firstMoments().get(i),
          arrays.secondMoments().get(i),
          settings,
          step);
    }
  }

  private static void adamW(
      NDArray weight, NDArray gradient, NDArray m, NDArray v, AdamWSettings s, long step) {
    double correction1 = 1 - Math.pow(s.beta1(), step);
    double correction2 = 1 - Math.pow(s.beta2(), step);
    try (NDArray g = gradient.mul(s.gradientScale());
        NDArray g1 = g.mul(1 - s.beta1());
        NDArray g2 = g.square()) {
      m.muli(s.beta1()).addi(g1); // m = β₁ m + (1 - β₁) g
      v.muli(s.beta2()).addi(g2.muli(1 - s.beta2())); // v = β₂ v + (1 - β₂) g²
    }
    try (NDArray root = v.sqrt();
        NDArray denominator = root.divi(Math.sqrt(correction2)).addi(s.epsilon());
        NDArray update = m.div(denominator)) {
      weight.muli(1 - s.learningRate() * s.weightDecay());
      weight.subi(update.muli(s.learningRate() / correction1)); // the m̂ / (√v̂ + ε) of the paper
    }
  }
}
