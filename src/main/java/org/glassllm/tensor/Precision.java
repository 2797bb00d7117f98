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

/** Numbers that matrix products are computed with; everything else is float32. */
public enum Precision {
  /** 24 bits of mantissa. */
  FLOAT32,
  /**
   * 8 bits of mantissa and float32's range. Weights, residual stream, norms, softmax and loss stay
   * float32 (Micikevicius et al. 2018; with bfloat16's range no loss scaling is needed).
   */
  BFLOAT16;

  /** What options and recipes say for {@link #auto}. */
  public static final String AUTO = "auto";

  private static final int ROUNDS = 5;

  /** A gain below this is not worth the lost digits. */
  private static final double WORTH = 1.2;

  /** The name as options and files have it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The precision of a name, {@code float32} or {@code bfloat16}. */
  public static Precision named(String name) {
    return Arrays.stream(values())
        .filter(p -> p.text().equals(name))
        .findFirst()
        .orElseThrow(() -> Check.illegal("precision", name, "float32, bfloat16 or auto"));
  }

  /**
   * The faster precision on a device, by a measurement of about a second: a processor without
   * instructions for bfloat16 is slower with it, often tenfold.
   */
  public static Precision auto(Device device) {
    Map<Precision, Double> seconds = new EnumMap<>(Precision.class);
    try (NDManager manager = Torch.manager(device)) {
      NDArray x = manager.randomNormal(new Shape(512, 768));
      NDArray weight = manager.randomNormal(new Shape(768, 768));
      for (int round = 0; round < ROUNDS; round++) {
        for (Precision precision : values()) { // in turns, so that a busy moment hits both
          seconds.merge(precision, seconds(precision, x, weight), Math::min);
        }
      }
    }
    return seconds.get(BFLOAT16) * WORTH < seconds.get(FLOAT32) ? BFLOAT16 : FLOAT32;
  }

  private static double seconds(Precision precision, NDArray x, NDArray weight) {
    long began = System.nanoTime();
    FusedKernels kernels = FusedKernels.of(precision);
    try (NDArray y = kernels.linear(x, weight, null)) {
      kernels.await(y);
    }
    return (System.nanoTime() - began) / 1e9;
  }
}
