package org.glassllm.course.l05;

import java.util.List;
import org.glassllm.course.Edit;

/** Typical mistakes of lesson 05. Each edits one passage of the reference. */
public final class Wrong {
  private Wrong() {}

  /** The edits. */
  public static final List<Edit> EDITS =
      List.of(
          new Edit(
              "LayerNorm",
              "the variance divides by n - 1",
              "(value - mean) * (value - mean) / n",
              "(value - mean) * (value - mean) / (n - 1)"),
          new Edit(
              "LayerNorm",
              "epsilon is outside the root",
              "Math.sqrt(variance + epsilon)",
              "(Math.sqrt(variance) + epsilon)"),
          new Edit(
              "LayerNorm", "the mean is not subtracted", "y[c] = (x[c] - mean)", "y[c] = x[c]"),
          new Edit(
              "LayerNorm",
              "it divides by the variance",
              "Math.sqrt(variance + epsilon)",
              "(variance + epsilon)"),
          new Edit(
              "LayerNorm",
              "the gain also multiplies the bias",
              "* gain[c] + bias[c]",
              "* gain[c] + gain[c] * bias[c]"),
          new Edit("LayerNorm", "the gain is missing", " * gain[c] + bias[c]", " + bias[c]"),
          new Edit(
              "SwiGlu",
              "a sigmoid instead of silu",
              "opened[f] / (1 + Math.exp(-opened[f]))",
              "1 / (1 + Math.exp(-opened[f]))"),
          new Edit(
              "SwiGlu",
              "gate and up are swapped",
              "opened = times(x, gate);\n    double[] hidden = times(x, up);",
              "opened = times(x, up);\n    double[] hidden = times(x, gate);"),
          new Edit("SwiGlu", "added instead of multiplied", "silu * hidden[f]", "silu + hidden[f]"),
          new Edit(
              "SwiGlu",
              "the sign in the exponent is wrong",
              "Math.exp(-opened[f])",
              "Math.exp(opened[f])"),
          new Edit("SwiGlu", "the gate is missing", "silu * hidden[f]", "hidden[f]"),
          new Edit(
              "SwiGlu",
              "relu instead of silu",
              "opened[f] / (1 + Math.exp(-opened[f]))",
              "Math.max(0, opened[f])"),
          new Edit(
              "ResidualNorm",
              "the residual is missing",
              "sum[c] = x[c] + change[c]",
              "sum[c] = change[c]"),
          new Edit(
              "ResidualNorm",
              "the normalized input is added instead of x",
              "sum[c] = x[c] + change[c]",
              "sum[c] = input[c] + change[c]"),
          new Edit("ResidualNorm", "pre and post are swapped", "input = pre ?", "input = !pre ?"),
          new Edit(
              "ResidualNorm",
              "pre-norm normalizes twice",
              "return pre ? sum : norm.apply(sum)",
              "return norm.apply(sum)"),
          new Edit(
              "ResidualNorm",
              "post-norm has no norm",
              "return pre ? sum : norm.apply(sum)",
              "return sum"));
}
