package org.glassllm.evaluate;

import static com.google.common.math.LongMath.saturatedMultiply;

import com.google.common.math.LongMath;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.glassllm.base.Check;
import org.glassllm.model.Alibi;
import org.glassllm.model.GptConfig;
import org.glassllm.tensor.Kernels;
import org.glassllm.tensor.Precision;

/** Computes the parameters, bytes and FLOPs of a model from its configuration. */
public final class ModelCosts {
  private final GptConfig c;
  private final int window;
  private final Optional<Adapters> adapters;

  private record Adapters(long parameters, int layers) {}

  /** Creates the costs of a model in which each token attends to all previous tokens. */
  public ModelCosts(GptConfig config) {
    this(config, Integer.MAX_VALUE);
  }

  /**
   * Creates the costs of a model with a sliding window.
   *
   * @param window W, maximum number of tokens that a token attends to, itself included
   */
  public ModelCosts(GptConfig config, int window) {
    this(config, Check.positive("window", window), Optional.empty());
  }

  private ModelCosts(GptConfig config, int window, Optional<Adapters> adapters) {
    this.c = config;
    this.window = window;
    this.adapters = adapters;
  }

  /**
   * Returns the costs of the same model if only low-rank adapters train (LoRA).
   *
   * @param parameters number of parameters of all adapters
   * @param layers number of layers from the first layer with an adapter; the backward pass ends
   *     there
   */
  public ModelCosts withAdapters(long parameters, int layers) {
    return new ModelCosts(c, window, Optional.of(new Adapters(parameters, layers)));
  }

  /** Returns the number of parameters that train: the adapters, or all parameters. */
  public long trainedParameters() {
    return adapters.map(Adapters::parameters).orElseGet(this::parameters);
  }

  /** Returns the number of parameters of each component, in computing order; 0 for a tied head. */
  public Map<String, Long> parametersByPart() {
    long table = (long) c.vocabSize() * c.dim(), layers = c.layers();
    Map<String, Long> parts = new LinkedHashMap<>();
    parts.put("token embedding", table);
    parts.put("position embedding", c.positions().parameters(c));
    parts.put("attention", saturatedMultiply(layers, c.attention().parameters(c)));
    parts.put("feed-forward", saturatedMultiply(layers, c.feedForward().parameters(c)));
    parts.put("norms", (2 * layers + (c.preNorm() ? 1 : 0)) * c.norm().parameters(c));
    parts.put("head", c.tiedHead() ? 0 : table);
    return parts;
  }

  /** Returns the number of parameters of the model. */
  public long parameters() {
    return parametersByPart().values().stream().reduce(0L, LongMath::saturatedAdd);
  }

  /**
   * Returns the FLOPs per training token in the forward and backward pass: {@code 6 (N -
   * N_positions) + 12 L C T} (Chowdhery et al. 2022, appendix B). A multiplication with an addition
   * is 2 FLOPs. The factor 6 counts 2 FLOPs of the forward pass, 2 of the gradients of the
   * activations, and 2 of the gradients of the weights. If only adapters train, fixed weights need
   * no gradients: {@code 4 (N - N_positions) + 6 N_adapters + 12 L C T}.
   */
  public double trainingFlopsPerToken() {
    return trainingFlopsPerToken(c.context());
  }

  /**
   * Returns the FLOPs per training token, as {@link #trainingFlopsPerToken()}, in texts of T
   * tokens. With a sliding window, the formula uses min(T, W) instead of T.
   */
  public double trainingFlopsPerToken(int tokens) {
    double weights =
        adapters.map(a -> 4.0 * active() + 6.0 * a.parameters()).orElse(6.0 * active());
    return weights + attentionFlopsPerToken(tokens);
  }

  private long active() {
    return parameters() - parametersByPart().get("position embedding");
  }

  /** Returns the FLOPs of the attention scores in the forward and backward pass, per token. */
  private double attentionFlopsPerToken(int tokens) {
    return c.layers() * c.attention().trainingFlopsPerToken(c, cachedTokens(tokens));
  }

  /**
   * Returns the FLOPs per token of a forward pass over T tokens, without adapters: a third of the
   * {@linkplain #trainingFlopsPerToken(int) FLOPs of training} of all parameters, because the
   * backward pass needs twice the FLOPs of the forward pass.
   */
  public double forwardFlopsPerToken(int tokens) {
    return (6.0 * active() + attentionFlopsPerToken(tokens)) / 3;
  }

  /**
   * Returns the bytes of weights, gradients and AdamW's moments in float32: 16 per trained
   * parameter and 4 per fixed weight.
   */
  public long trainingBytes() {
    long fixed = adapters.isPresent() ? parameters() : 0;
    return LongMath.saturatedAdd(
        saturatedMultiply(16, trainedParameters()), saturatedMultiply(4, fixed));
  }

  /**
   * Returns the minimum activation memory of a training step in bytes, with the fewest possible
   * temporary arrays. A layer stores the inputs and outputs of its norms and linear layers. The
   * loss stores logits, log-probabilities and a gradient. If only adapters train, the outputs of
   * norms and activation functions are not needed.
   *
   * @param kernels fused or readable kernels; attention scores are stored if the kernels are
   *     readable or attention dropout is above 0
   * @param batch B, the batch size
   */
  public double leastActivationBytes(Kernels kernels, int batch) {
    return leastActivationBytes(kernels, batch, c.context());
  }

  /**
   * Returns the minimum activation memory, as {@link #leastActivationBytes(Kernels, int)}, with
   * texts of T tokens.
   */
  public double leastActivationBytes(Kernels kernels, int batch, int tokens) {
    int bytes = kernels.precision() == Precision.BFLOAT16 ? 2 : 4;
    double positions = (double) batch * tokens, heads = c.heads();
    boolean scores = !kernels.fused() || c.dropout().attention() > 0;
    int each = adapters.isPresent() ? 1 : 2; // inputs, and outputs for gradients of weights
    double layer =
        2.0 * each * c.dim()
            + 2.0 * (heads + c.kvHeads()) * c.headDim()
            + (double) each * c.hidden()
            + (scores ? heads * tokens : 0);
    int layers = adapters.map(Adapters::layers).orElse(c.layers());
    // biases use double precision and two terms
    double biases = c.positions() instanceof Alibi ? 16 * heads * tokens * tokens : 0;
    return positions * (layers * layer * bytes + 12.0 * c.vocabSize()) + biases;
  }

  /**
   * Returns the activation memory of the backward pass in bytes, in half precision: {@code L · B ·
   * T · (34 · C + 5 · H · T)} (Korthikanti et al. 2022, "Reducing Activation Recomputation in Large
   * Transformer Models", section 4). The formula assumes dropout and stored attention weights.
   * Fused kernels store less; float32 needs about twice as much memory. Gradient checkpointing
   * stores only each layer's input: {@code 2 · L · B · T · C}.
   *
   * @param batch B, the batch size
   * @param tokens T, the number of tokens of a text
   * @param checkpointing whether gradient checkpointing is used
   */
  public long activationBytes(int batch, int tokens, boolean checkpointing) {
    long perPosition = checkpointing ? 2L * c.dim() : 34L * c.dim() + 5L * c.heads() * tokens;
    return product(c.layers(), batch, tokens, perPosition);
  }

  /**
   * Returns the bytes of the keys and values of a full context.
   *
   * @param batch B, the batch size
   * @param bytesPerNumber bytes of one number, 4 in float32 and 2 in half precision
   */
  public long kvCacheBytes(int batch, int bytesPerNumber) {
    return kvCacheBytes(batch, c.context(), bytesPerNumber);
  }

  /**
   * Returns the bytes of the keys and values of T tokens: {@code 2 · B · L · G · T · D · bytes}.
   * The factor 2 counts keys and values. With a sliding window, the formula uses min(T, W) instead
   * of T.
   */
  public long kvCacheBytes(int batch, int tokens, int bytesPerNumber) {
    int cached = cachedTokens(tokens);
    return product(2, batch, c.layers(), c.kvHeads(), cached, c.headDim(), bytesPerNumber);
  }

  /**
   * Returns the number of tokens in the KV cache of a text of T tokens: min(T, W) with a sliding
   * window, otherwise T.
   */
  public int cachedTokens(int tokens) {
    return Math.min(tokens, window);
  }

  private static long product(long... factors) {
    return LongStream.of(factors).reduce(1, LongMath::saturatedMultiply);
  }
}
