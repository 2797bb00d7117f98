package org.glassllm.lessons;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.core.Embedding;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.Dropout;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.Initializer;
import ai.djl.training.initializer.NormalInitializer;
import ai.djl.util.PairList;
import java.io.InputStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * GPT-2 in one file, on Deep Java Library alone: token ids {@code (B, T)} in, logits {@code (B, T,
 * V)} out. The order is that of nanoGPT's {@code model.py}; names and layouts of parameters are
 * those of Hugging Face's GPT-2.
 *
 * <p>Letters in shapes: B texts in a batch, T tokens in a text, C channels of a token, H heads, D =
 * C / H channels of a head, V tokens in the vocabulary, L layers.
 */
public final class OneFileGpt extends AbstractBlock {
  private static final int[] CHANNELS = {-1};
  private final Config config;
  private final Map<String, Parameter> parameters = new LinkedHashMap<>();

  /** The sizes of a GPT: V, the longest T, L, H, C, and the dropout probability. */
  public record Config(int vocabSize, int context, int layers, int heads, int dim, double dropout) {
    /** The smallest GPT-2, with 124 million parameters. */
    public static final Config GPT2_SMALL = new Config(50257, 1024, 12, 12, 768, 0);

    /** Checks that heads of equal size fill the channels. */
    public Config {
      if (dim % heads != 0) {
        throw new IllegalArgumentException("heads " + heads + " must divide dim " + dim);
      }
    }

    /** Returns the number of parameters. The head shares the token embedding and adds none. */
    public long parameterCount() {
      long V = vocabSize, T = context, L = layers, C = dim;
      return V * C + T * C + L * (12 * C * C + 13 * C) + 2 * C;
    }
  }

  /** One forward pass. Each method takes the name under which its parameters are stored. */
  private record Pass(OneFileGpt gpt, ParameterStore store, boolean training) {
    /** Computes x W + b, with W stored as (in, out). */
    NDArray linear(String name, NDArray x) { // (B, T, in)
      return x.matMul(get(name + ".weight", x)).add(get(name + ".bias", x)); // (B, T, out)
    }

    /** Gives each token mean 0 and variance 1 over its channels, then a trained gain and bias. */
    NDArray layerNorm(String name, NDArray x) { // (B, T, C)
      NDArray centered = x.sub(x.mean(CHANNELS, true)); // (B, T, C) - (B, T, 1)
      NDArray variance = centered.square().mean(CHANNELS, true); // (B, T, 1)
      NDArray normalized = centered.div(variance.add(1e-5).sqrt()); // (B, T, C)
      return normalized.mul(get(name + ".weight", x)).add(get(name + ".bias", x));
    }

    /** Lets each token read from itself and from earlier tokens, with H heads at once. */
    NDArray attention(String name, NDArray x) {
      long B = x.getShape().get(0), T = x.getShape().get(1), C = x.getShape().get(2);
      long H = gpt.config.heads, D = C / H;
      NDList qkv = linear(name + ".c_attn", x).split(3, 2); // (B, T, 3C) → 3 of (B, T, C)
      NDArray q = qkv.get(0).reshape(B, T, H, D).swapAxes(1, 2); // (B, H, T, D)
      NDArray k = qkv.get(1).reshape(B, T, H, D).swapAxes(1, 2); // (B, H, T, D)
      NDArray v = qkv.get(2).reshape(B, T, H, D).swapAxes(1, 2); // (B, H, T, D)
      NDArray scores = times(q.matMul(k.swapAxes(2, 3)), 1 / Math.sqrt(D)); // (B, H, T, T)
      NDArray weights = scores.add(causalMask(scores, T)).softmax(3); // each row sums to 1
      NDArray y = dropout(weights).matMul(v); // (B, H, T, D)
      y = y.swapAxes(1, 2).reshape(B, T, C); // (B, T, C): the heads side by side
      return dropout(linear(name + ".c_proj", y));
    }

    /** Transforms each token on its own: 4C channels, a non-linearity, and C channels again. */
    NDArray mlp(String name, NDArray x) { // (B, T, C)
      NDArray hidden = gelu(linear(name + ".c_fc", x)); // (B, T, 4C)
      return dropout(linear(name + ".c_proj", hidden)); // (B, T, C)
    }

    /** One layer. Each branch reads a normalized copy of x and adds its result to x. */
    NDArray block(String name, NDArray x) { // (B, T, C)
      x = x.add(attention(name + ".attn", layerNorm(name + ".ln_1", x)));
      return x.add(mlp(name + ".mlp", layerNorm(name + ".ln_2", x)));
    }

    /** Returns the logits of the next token at each position. */
    NDArray logits(NDArray ids) { // (B, T)
      long T = ids.getShape().get(1);
      if (T > gpt.config.context) {
        throw new IllegalArgumentException(T + " tokens exceed context " + gpt.config.context);
      }
      NDArray positions = ids.getManager().arange((int) T); // (T): 0, 1, 2, …
      NDArray x = dropout(rows("wte", ids).add(rows("wpe", positions))); // (B, T, C) + (T, C)
      for (int layer = 0; layer < gpt.config.layers; layer++) {
        x = block("h." + layer, x); // (B, T, C)
      }
      x = layerNorm("ln_f", x);
      return Linear.linear(x, get("wte.weight", x)).head(); // x Eᵀ, with E (V, C): (B, T, V)
    }

    private NDArray get(String name, NDArray x) {
      return store.getValue(gpt.parameters.get(name), x.getDevice(), training);
    }

    private NDArray rows(String name, NDArray ids) { // (…) → (…, C)
      return Embedding.embedding(ids, get(name + ".weight", ids), SparseFormat.DENSE).head();
    }

    private NDArray dropout(NDArray x) {
      double p = gpt.config.dropout;
      return training && p > 0 ? Dropout.dropout(x, (float) p, true).head() : x;
    }
  }

  /** Returns (T, T): 0 where query i may read key j, which is j ≤ i, and -∞ elsewhere. */
  private static NDArray causalMask(NDArray scores, long T) {
    NDArray t = scores.getManager().arange((int) T); // (T)
    NDArray future = t.reshape(1, T).gt(t.reshape(T, 1)); // (T, T): j > i
    NDArray zeros = scores.getManager().zeros(new Shape(T, T), scores.getDataType());
    return NDArrays.where(future, zeros.add(Double.NEGATIVE_INFINITY), zeros);
  }

  /** Computes GELU by its tanh approximation (Hendrycks and Gimpel 2016). */
  private static NDArray gelu(NDArray x) {
    NDArray inner = times(x.add(times(x.mul(x).mul(x), 0.044715)), Math.sqrt(2 / Math.PI));
    return times(x, 0.5).mul(inner.tanh().add(1));
  }

  /** Returns x · value. x.mul(double) frees its number before the backward pass reads it. */
  private static NDArray times(NDArray x, double value) {
    return x.mul(x.getManager().create(value).toType(x.getDataType(), false));
  }

  /** Describes all parameters. {@link #initialize} or {@link #load} gives them values. */
  public OneFileGpt(Config config) {
    this.config = config;
    long C = config.dim;
    Initializer normal = new NormalInitializer(0.02f);
    // 2L branches add to the residual stream: a smaller deviation keeps the variance of the sum.
    Initializer residual = new NormalInitializer((float) (0.02 / Math.sqrt(2.0 * config.layers)));
    add("wte.weight", normal, config.vocabSize, C);
    add("wpe.weight", normal, config.context, C);
    for (int layer = 0; layer < config.layers; layer++) {
      String h = "h." + layer;
      addLayerNorm(h + ".ln_1");
      addLinear(h + ".attn.c_attn", C, 3 * C, normal);
      addLinear(h + ".attn.c_proj", C, C, residual);
      addLayerNorm(h + ".ln_2");
      addLinear(h + ".mlp.c_fc", C, 4 * C, normal);
      addLinear(h + ".mlp.c_proj", 4 * C, C, residual);
    }
    addLayerNorm("ln_f");
  }

  private void addLinear(String name, long in, long out, Initializer weights) {
    add(name + ".weight", weights, in, out);
    add(name + ".bias", Initializer.ZEROS, out);
  }

  private void addLayerNorm(String name) {
    add(name + ".weight", Initializer.ONES, config.dim);
    add(name + ".bias", Initializer.ZEROS, config.dim);
  }

  private void add(String name, Initializer initializer, long... shape) {
    Parameter.Builder p = Parameter.builder().setName(name).setType(Parameter.Type.OTHER);
    p.optShape(new Shape(shape)).optInitializer(initializer);
    parameters.put(name, addParameter(p.build()));
  }

  /** Returns the parameters by name, such as {@code h.0.attn.c_attn.weight}. */
  public Map<String, Parameter> parameters() {
    return parameters;
  }

  /** Reads the parameters from a safetensors file, instead of {@link #initialize}. */
  public void load(InputStream safetensors, NDManager manager) {
    try (NDManager scope = manager.newSubManager()) {
      NDList tensors = NDList.decode(scope, safetensors);
      String prefix = tensors.contains("transformer.wte.weight") ? "transformer." : "";
      for (Parameter parameter : parameters.values()) {
        NDArray tensor = tensors.get(prefix + parameter.getName());
        if (tensor == null || !tensor.getShape().equals(parameter.getShape())) {
          throw new IllegalArgumentException("the file has no such " + parameter.getName());
        }
        NDArray copy = tensor.duplicate();
        copy.attach(manager);
        parameter.setInitializer((m, shape, type) -> copy);
      }
      initialize(manager, DataType.FLOAT32, new Shape(1, config.context));
    }
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store, NDList in, boolean training, PairList<String, Object> options) {
    return new NDList(new Pass(this, store, training).logits(in.head()));
  }

  @Override
  public Shape[] getOutputShapes(Shape[] in) {
    return new Shape[] {in[0].add(config.vocabSize)}; // (B, T, V)
  }

  /** Returns the prompt followed by {@code count} sampled tokens. A topK of 1 is greedy. */
  public int[] generate(int[] prompt, int count, double temperature, int topK, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] ids = Arrays.copyOf(prompt, prompt.length + count);
    for (int n = prompt.length; n < ids.length; n++) {
      int[] visible = Arrays.copyOfRange(ids, Math.max(0, n - config.context), n);
      try (NDManager scope = parameters.get("wte.weight").getArray().getManager().newSubManager()) {
        NDArray input = scope.create(visible, new Shape(1, visible.length)); // (1, T)
        NDArray logits = new Pass(this, new ParameterStore(scope, false), false).logits(input);
        float[] last = logits.get("0, -1").toType(DataType.FLOAT32, false).toFloatArray(); // (V)
        ids[n] = sample(last, Math.max(temperature, 1e-9), topK, random.nextDouble());
      }
    }
    return ids;
  }

  /** Draws from softmax(logits / temperature) over the topK largest logits; draw is in [0, 1). */
  private static int sample(float[] logits, double temperature, int topK, double draw) {
    int V = logits.length;
    float[] sorted = logits.clone();
    Arrays.sort(sorted);
    float largest = sorted[V - 1], least = sorted[V - Math.min(V, Math.max(1, topK))];
    double[] p = new double[V]; // the probabilities, not normalized
    for (int id = 0; id < V; id++) {
      p[id] = logits[id] < least ? 0 : Math.exp((logits[id] - largest) / temperature);
    }
    int id = 0;
    for (double rest = draw * Arrays.stream(p).sum(); id < V - 1 && rest >= p[id]; id++) {
      rest -= p[id];
    }
    return id;
  }
}
