package org.glassllm.course.l05;

import java.util.List;
import org.glassllm.course.Edit;

/** Typical wrong solutions of lesson 05, each one edit of the reference. */
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
              "epsilon stands outside the root",
              "Math.sqrt(variance + epsilon)",
              "(Math.sqrt(variance) + epsilon)"),
          new Edit("LayerNorm", "the mean stays in", "y[c] = (x[c] - mean)", "y[c] = x[c]"),
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
          new Edit("LayerNorm", "the gain is forgotten", " * gain[c] + bias[c]", " + bias[c]"),
          new Edit(
              "SwiGlu",
              "a sigmoid instead of silu",
              "opened[f] / (1 + Math.exp(-opened[f]))",
              "1 / (1 + Math.exp(-opened[f]))"),
          new Edit(
              "SwiGlu",
              "gate and up are exchanged",
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
              "the normed input is added instead of x",
              "sum[c] = x[c] + change[c]",
              "sum[c] = input[c] + change[c]"),
          new Edit("ResidualNorm", "pre and post are exchanged", "input = pre ?", "input = !pre ?"),
          new Edit(
              "ResidualNorm",
              "pre-norm is normed twice",
              "return pre ? sum : norm.apply(sum)",
              "return norm.apply(sum)"),
          new Edit(
              "ResidualNorm",
              "post-norm forgets its norm",
              "return pre ? sum : norm.apply(sum)",
              "return sum"));
}
