package org.glassllm.course.l03;

import java.util.List;
import org.glassllm.course.Edit;

/** Typical mistakes of lesson 03. Each edits one passage of the reference. */
public final class Wrong {
  private Wrong() {}

  /** The edits. */
  public static final List<Edit> EDITS =
      List.of(
          new Edit(
              "CausalMask",
              "ones stay in the visible part",
              "Double.NEGATIVE_INFINITY : 0",
              "Double.NEGATIVE_INFINITY : 1"),
          new Edit(
              "CausalMask", "a token does not attend to itself", "j > position", "j >= position"),
          new Edit("CausalMask", "one later token is visible", "j > position", "j > position + 1"),
          new Edit(
              "CausalMask", "earlier tokens are hidden instead", "j > position", "j < position"),
          new Edit("CausalMask", "the cached keys are missing", "i + keys - queries", "i"),
          new Edit(
              "StableSoftmax",
              "it overflows",
              "Math.exp(scores[i] - shift)",
              "Math.exp(scores[i])"),
          new Edit(
              "StableSoftmax",
              "it divides by the largest weight",
              "sum += weights[i];",
              "sum = Math.max(sum, weights[i]);"),
          new Edit(
              "StableSoftmax",
              "powers of 2 instead of e",
              "Math.exp(scores[i] - shift)",
              "Math.pow(2, scores[i] - shift)"),
          new Edit(
              "StableSoftmax",
              "the sum misses the last score",
              "sum += weights[i];",
              "sum += i > 0 && i + 1 == scores.length ? 0 : weights[i];"),
          new Edit(
              "StableSoftmax",
              "large scores get small weights",
              "Math.exp(scores[i] - shift)",
              "Math.exp(-Math.abs(scores[i]))"),
          new Edit(
              "Attention", "the mask is missing", "int visible = i + 1;", "int visible = tokens;"),
          new Edit("Attention", "the scale is missing", "1 / Math.sqrt(q[0].length)", "1"),
          new Edit(
              "Attention",
              "large scores overflow",
              "Math.exp(weights[j] - max)",
              "Math.exp(weights[j])"),
          new Edit(
              "Attention",
              "it divides by D instead of its root",
              "1 / Math.sqrt(q[0].length)",
              "1.0 / q[0].length"),
          new Edit(
              "Attention",
              "it divides by the root of T",
              "Math.sqrt(q[0].length)",
              "Math.sqrt(tokens)"),
          new Edit(
              "Attention",
              "off by one: a token does not attend to itself",
              "int visible = i + 1;",
              "int visible = Math.max(1, i);"),
          new Edit(
              "Attention", "queries and keys are swapped", "dot(q[i], k[j])", "dot(q[j], k[i])"),
          new Edit(
              "Attention",
              "the mask is applied after the softmax",
              "sum += weights[j];\n      }",
              "sum += weights[j];\n      }\n      for (int j = visible; j < tokens; j++) {\n        sum += Math.exp(dot(q[i], k[j]) * scale - max);\n      }"));
}
