package org.glassllm.tensor;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.glassllm.base.Check;

/** The dtype of matrix products; all other operations use float32. */
public enum Precision {
  /** The dtype float32, with 24 bits of mantissa. */
  FLOAT32,
  /**
   * The dtype bfloat16, with 8 bits of mantissa and float32's range. Weights, residual stream,
   * norms, softmax and loss stay in float32 (Micikevicius et al. 2018). The range of bfloat16 makes
   * loss scaling unnecessary.
   */
  BFLOAT16;

  /** Name that selects {@link #auto} in recipes. */
  public static final String AUTO = "auto";

  private static final int ROUNDS = 5;

  /** Minimum speed-up at which {@link #auto} selects bfloat16, which is less exact. */
  private static final double WORTH = 1.2;

  /** Returns the name of this precision in files and commands. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the precision with the name {@code float32} or {@code bfloat16}. */
  public static Precision named(String name) {
    return Arrays.stream(values())
        .filter(p -> p.text().equals(name))
        .findFirst()
        .orElseThrow(() -> Check.illegal("precision", name, "float32, bfloat16 or auto"));
  }

  /**
   * Returns the faster precision on a device, after a measurement of about a second. A processor
   * without bfloat16 instructions is often ten times slower in bfloat16.
   */
  public static Precision auto(Device device) {
    Map<Precision, Double> seconds = new EnumMap<>(Precision.class);
    try (NDManager manager = Torch.manager(device)) {
      NDArray x = manager.randomNormal(new Shape(512, 768));
      NDArray weight = manager.randomNormal(new Shape(768, 768));
      for (int round = 0; round < ROUNDS; round++) {
        for (Precision precision : values()) { // interleaved: background load affects both
          seconds.merge(precision, precision.seconds(x, weight), Math::min);
        }
      }
    }
    return seconds.get(BFLOAT16) * WORTH < seconds.get(FLOAT32) ? BFLOAT16 : FLOAT32;
  }

  /** Casts an array to this precision; returns the array itself in float32. */
  public NDArray operand(NDArray x) {
    return this == FLOAT32 ? x : script().call("low", x);
  }

  /**
   * Casts bfloat16 to float32; returns any other array itself. DJL ends the process if Java asks
   * for the dtype of a bfloat16 array, so arrays that Java inspects must pass through this method.
   */
  public static NDArray full(NDArray x) {
    return FLOAT32.script().call("full", x);
  }

  /** Casts two arrays to this precision and returns their matrix product. */
  public NDArray product(NDArray x, NDArray y) {
    return script().call("product", x, y);
  }

  /** Returns the time of {@link #product} in seconds. */
  public double seconds(NDArray x, NDArray y) {
    long began = System.nanoTime();
    try (NDArray product = product(x, y)) {
      Torch.await(product);
    }
    return (System.nanoTime() - began) / 1e9;
  }

  private ScriptModule script() {
    return ScriptModule.of(Precision.class, this);
  }
}
