package org.glassllm.course.l04;

import java.util.List;
import org.glassllm.course.Edit;

/** Typical mistakes of lesson 04. Each edits one passage of the reference. */
public final class Wrong {
  private Wrong() {}

  /** The edits. */
  public static final List<Edit> EDITS =
      List.of(
          new Edit(
              "SplitHeads",
              "reshaped without swapping axes",
              "x[t][h * width + d]",
              "x[(h * tokens + t) * width / x[0].length][(h * tokens + t) * width % x[0].length + d]"),
          new Edit(
              "SplitHeads",
              "heads take every H-th channel",
              "x[t][h * width + d]",
              "x[t][d * heads + h]"),
          new Edit(
              "SplitHeads",
              "heads in reverse order",
              "x[t][h * width + d]",
              "x[t][(heads - 1 - h) * width + d]"),
          new Edit(
              "SplitHeads",
              "merged in reverse order",
              "merged[t], h * width, width",
              "merged[t], (x.length - 1 - h) * width, width"),
          new Edit(
              "SplitHeads",
              "merge always takes the first head",
              "System.arraycopy(x[h][t]",
              "System.arraycopy(x[0][t]"),
          new Edit(
              "GroupedQueryAttention",
              "heads alternate instead of forming groups",
              "h / (heads / k.length)",
              "h % k.length"),
          new Edit(
              "GroupedQueryAttention",
              "all heads share one key-value head",
              "h / (heads / k.length)",
              "0"),
          new Edit(
              "GroupedQueryAttention",
              "scores are divided by the root of the embedding dimension",
              "Math.sqrt(width)",
              "Math.sqrt(heads * width)"),
          new Edit(
              "GroupedQueryAttention",
              "the mask is missing",
              "int visible = i + 1;",
              "int visible = tokens;"),
          new Edit(
              "GroupedQueryAttention",
              "keys are grouped, values are not",
              "v[g][j][d]",
              "v[h % v.length][j][d]"),
          new Edit(
              "GroupedQueryAttention",
              "large scores overflow",
              "Math.exp(weights[j] - max)",
              "Math.exp(weights[j])"),
          new Edit(
              "GroupedQueryAttention", "the scale is missing", "score / Math.sqrt(width)", "score"),
          new Edit("AttentionParameters", "the values are missing", "2 * narrow", "narrow"),
          new Edit(
              "AttentionParameters",
              "keys and values as wide as queries",
              "(long) dim / heads * kvHeads",
              "(long) dim"),
          new Edit(
              "AttentionParameters",
              "the output projection is missing",
              "dim * outputs + (long) dim * dim",
              "dim * outputs"),
          new Edit(
              "AttentionParameters",
              "the output projection has no bias",
              "weights + outputs + dim",
              "weights + outputs"),
          new Edit(
              "AttentionParameters",
              "biases are always counted",
              "bias ? weights + outputs + dim : weights",
              "weights + outputs + dim"),
          new Edit(
              "AttentionParameters",
              "computed with int",
              "dim * outputs + (long) dim * dim",
              "dim * outputs + dim * dim"));
}
