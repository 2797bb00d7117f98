package org.glassllm.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import java.util.List;
import java.util.Map;

/**
 * Each operation as one call of libtorch's best kernel for it, by way of TorchScript.
 *
 * <p>Same results as {@link ReadableKernels} up to rounding: fewer passes over memory, fewer
 * temporaries, and fewer calls from Java. The source is the resource {@code fused.torchscript}.
 */
public final class FusedKernels implements Kernels {
  private final Precision precision;
  private final ScriptModule script;

  private FusedKernels(Precision precision) {
    this.precision = precision;
    boolean half = precision == Precision.BFLOAT16;
    script = new ScriptModule("fused.torchscript", "Fused", Map.of("training", true, "half", half));
  }

  /** Loads each module when it is first asked for. */
  private static final class Float32 {
    static final FusedKernels KERNELS = new FusedKernels(Precision.FLOAT32);
  }

  private static final class Bfloat16 {
    static final FusedKernels KERNELS = new FusedKernels(Precision.BFLOAT16);
  }

  /** The kernels of a precision. */
  public static FusedKernels of(Precision precision) {
    return precision == Precision.BFLOAT16 ? Bfloat16.KERNELS : Float32.KERNELS;
  }

  /** What matrix products and attention are computed with. */
  public Precision precision() {
    return precision;
  }

  /** A copy as matrix products read it, or the array itself where they read it as it is. */
  public NDArray operand(NDArray x) {
    return precision == Precision.FLOAT32 ? x : script.call("low", x);
  }

  /** Returns when an array is computed; a GPU works on while Java goes ahead. */
  public void await(NDArray x) {
    try (NDArray corner = script.call("corner", x)) {
      corner.getFloat();
    }
  }

  @Override
  public NDArray embedding(NDArray ids, NDArray table, boolean tied) {
    return script.call(tied ? "embedding_tied" : "embedding", ids, table);
  }

  @Override
  public NDArray linear(NDArray x, NDArray weight, NDArray bias) {
    return bias == null
        ? script.call("linear", x, weight)
        : script.call("linear_bias", x, weight, bias);
  }

  @Override
  public NDArray unembed(NDArray x, NDArray table) {
    return script.call("unembed", x, table);
  }

  @Override
  public NDArray layerNorm(NDArray x, NDArray gain, NDArray bias, double epsilon) {
    NDArray e = script.number(epsilon);
    return bias == null
        ? script.call("layer_norm", x, gain, e)
        : script.call("layer_norm_bias", x, gain, bias, e);
  }

  @Override
  public NDArray rmsNorm(NDArray x, NDArray gain, double epsilon) {
    return script.call("rms_norm", x, gain, script.number(epsilon));
  }

  @Override
  public NDList splitHeads(NDArray qkv, int heads, int kvHeads) {
    return script.list(
        "split_heads", qkv, script.number((long) heads), script.number((long) kvHeads));
  }

  @Override
  public NDArray mergeHeads(NDArray y) {
    return script.call("merge_heads", y);
  }

  @Override
  public NDArray rotate(NDArray x, NDArray cosine, NDArray sine) {
    return script.call("rotate", x, cosine, sine);
  }

  @Override
  public NDArray attention(
      NDArray q, NDArray k, NDArray v, NDArray scoreBias, double dropout, boolean training) {
    NDArray p = script.number(training ? dropout : 0);
    return scoreBias == null
        ? script.call("attention", q, k, v, p)
        : script.call("attention_bias", q, k, v, scoreBias, p);
  }

  @Override
  public NDArray activate(NDArray x, Activation activation) {
    return script.call(
        switch (activation) {
          case GELU -> "gelu";
          case GELU_TANH -> "gelu_tanh";
          case RELU -> "relu";
          case SILU -> "silu";
        },
        x);
  }

  @Override
  public NDArray dropout(NDArray x, double p, boolean training) {
    return ReadableKernels.INSTANCE.dropout(x, p, training); // one kernel already
  }

  @Override
  public NDArray crossEntropySum(NDArray logits, NDArray targets, long ignoreIndex) {
    return script.call("cross_entropy_sum", logits, targets, script.number(ignoreIndex));
  }

  @Override
  public List<NDArray> gradients(NDArray loss, List<NDArray> parameters) {
    try (IValue found = script.apply("gradients", loss, parameters)) {
      return List.of(found.toTensorArray((PtNDManager) loss.getManager()));
    }
  }

  @Override
  public void addAll(List<NDArray> sums, List<NDArray> terms) {
    script.apply("add_all", sums, terms).close();
  }

  @Override
  public double globalNorm(List<NDArray> arrays) {
    try (IValue norm = script.apply("global_norm", arrays)) {
      return norm.toDouble();
    }
  }

  @Override
  public void adamW(AdamWArrays arrays, AdamWSettings settings, long step) {
    script
        .apply(
            "adamw",
            arrays.weights(),
            arrays.gradients(),
            arrays.firstMoments(),
            arrays.secondMoments(),
            step,
            settings.learningRate(),
            settings.beta1(),
            settings.beta2(),
            settings.weightDecay(),
            settings.epsilon(),
            settings.gradientScale())
        .close();
  }
}
