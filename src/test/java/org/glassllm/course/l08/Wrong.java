package org.glassllm.course.l08;

import java.util.List;
import org.glassllm.course.Edit;

/** Typical mistakes of lesson 08. Each edits one passage of the reference. */
public final class Wrong {
  private Wrong() {}

  /** The edits. */
  public static final List<Edit> EDITS =
      List.of(
          new Edit(
              "NllAndPerplexity",
              "exp of the sum, not of the mean",
              "Math.exp(total / labels.length)",
              "Math.exp(total)"),
          new Edit(
              "NllAndPerplexity",
              "the mean of perplexities",
              "total += nll(logits[i], labels[i]);\n    }\n    return Math.exp(total / labels.length)",
              "total += Math.exp(nll(logits[i], labels[i]));\n    }\n    return total / labels.length"),
          new Edit(
              "NllAndPerplexity",
              "2 to the power of nats",
              "Math.exp(total / labels.length)",
              "Math.pow(2, total / labels.length)"),
          new Edit(
              "NllAndPerplexity",
              "the loss instead of the perplexity",
              "Math.exp(total / labels.length)",
              "total / labels.length"),
          new Edit(
              "NllAndPerplexity",
              "divided by one too few",
              "total / labels.length",
              "total / (labels.length - 1)"),
          new Edit(
              "NllAndPerplexity",
              "it overflows",
              "Math.exp(logit - max);\n    }\n    return max + ",
              "Math.exp(logit);\n    }\n    return "),
          new Edit(
              "BigramModel", "the denominator is not smoothed", "firsts + k * vocab", "firsts + k"),
          new Edit(
              "BigramModel",
              "the last token counts as a first half",
              "i + 1 < text.length; i++) {",
              "i < text.length; i++) {\n      if (i + 1 == text.length) {\n        firsts += text[i] == previous ? 1 : 0;\n        break;\n      }"),
          new Edit(
              "BigramModel",
              "the pair is read backwards",
              "text[i + 1] == next",
              "i > 0 && text[i - 1] == next"),
          new Edit(
              "BigramModel", "smoothing is missing in the numerator", "(pairs + k) /", "pairs /"),
          new Edit(
              "BigramModel",
              "it divides by the whole text",
              "firsts + k * vocab",
              "text.length - 1 + k * vocab"),
          new Edit(
              "BigramModel",
              "1 is added instead of k",
              "(pairs + k) / (firsts + k * vocab)",
              "(pairs + 1) / (firsts + vocab)"),
          new Edit(
              "ExactMatch",
              "an answer counts if it contains the reference",
              "plain(answers[i]).equals(plain(references[i]))",
              "plain(answers[i]).contains(plain(references[i]))"),
          new Edit(
              "ExactMatch",
              "case matters",
              "text.strip().toLowerCase(Locale.ROOT)",
              "text.strip()"),
          new Edit(
              "ExactMatch", "white space matters", "text.strip().toLowerCase", "text.toLowerCase"),
          new Edit(
              "ExactMatch",
              "only one side is normalized",
              "equals(plain(references[i]))",
              "equals(references[i])"),
          new Edit(
              "ExactMatch",
              "the full stop matters",
              "lower.endsWith(\".\")",
              "lower.endsWith(\"…\")"),
          new Edit(
              "ExactMatch",
              "whole-number division",
              "(double) right / references.length",
              "right / references.length"),
          new Edit(
              "BitsPerByte", "nats instead of bits", "nats / Math.log(2) / bytes", "nats / bytes"),
          new Edit(
              "BitsPerByte",
              "over tokens instead of bytes",
              "Math.log(2) / bytes",
              "Math.log(2) / nll.length"),
          new Edit(
              "BitsPerByte",
              "over characters instead of bytes",
              "tokens[i].getBytes(StandardCharsets.UTF_8).length",
              "tokens[i].length()"),
          new Edit("BitsPerByte", "multiplied by ln 2", "nats / Math.log(2)", "nats * Math.log(2)"),
          new Edit("BitsPerByte", "the last token only", "nats += nll[i]", "nats = nll[i]"));
}
