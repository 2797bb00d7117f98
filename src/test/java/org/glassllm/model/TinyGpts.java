package org.glassllm.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.glassllm.tensor.Autograd;
import org.glassllm.tensor.Kernels;
import org.glassllm.tensor.Seeds;

/** Builds tiny models of every kind. */
public final class TinyGpts {
  private TinyGpts() {}

  /** Two layers, two heads, eight channels. */
  public static GptConfigBuilder builder() {
    return GptConfig.builder().vocabSize(7).context(6).layers(2).heads(2).dim(8).initStd(0.3);
  }

  /**
   * Every choice of positions, norm, feed-forward, bias, head and key-value heads at least once.
   */
  public static Stream<GptConfig> kinds() {
    return Stream.of(
        builder().build(),
        builder().activation(Activation.GELU).bias(false).tiedHead(false).build(),
        builder().positions(new SinusoidalPositions()).activation(Activation.RELU).build(),
        builder().positions(new Rope()).norm(new RmsNorm()).bias(false).build(),
        builder().positions(new Alibi()).kvHeads(1).build(),
        builder().positions(new NoPositions()).feedForward(new SwiGlu()).build(),
        builder().preNorm(false).build(),
        builder()
            .heads(4)
            .dim(16)
            .kvHeads(2)
            .positions(new Rope())
            .norm(new RmsNorm())
            .feedForward(new SwiGlu())
            .bias(false)
            .preNorm(false)
            .build());
  }

  /** Returns a model whose parameters, also biases and gains, are neither 0 nor 1. */
  public static Gpt initialized(
      GptConfig config, Kernels kernels, NDManager manager, DataType type) {
    Autograd.off();
    Gpt gpt = new Gpt(config, kernels);
    return new Seeds(5)
        .drawing(Seeds.Purpose.INITIALIZATION, 0, 0, () -> initialized(gpt, manager, type));
  }

  private static Gpt initialized(Gpt gpt, NDManager manager, DataType type) {
    gpt.initialize(manager, type);
    gpt.namedParameters()
        .values()
        .forEach(
            p -> {
              try (NDArray noise =
                  manager.randomNormal(0, 0.1f, p.getArray().getShape(), DataType.FLOAT32)) {
                p.getArray().addi(noise.toType(type, false));
              }
            });
    return gpt;
  }

  /** Returns random ids {@code (rows, tokens)}. */
  public static long[] ids(int rows, int tokens, int vocab, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return random.longs((long) rows * tokens, 0, vocab).toArray();
  }

  /** Returns random ids as an array. */
  public static NDArray array(NDManager manager, int rows, int tokens, long... ids) {
    return manager.create(ids, new Shape(rows, tokens));
  }
}
