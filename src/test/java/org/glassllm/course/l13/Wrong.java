package org.glassllm.course.l13;

import java.util.List;
import org.glassllm.course.Edit;

/** Typical mistakes of lesson 13. Each edits one passage of the reference. */
public final class Wrong {
  private Wrong() {}

  /** The edits. */
  public static final List<Edit> EDITS =
      List.of(
          new Edit(
              "SequenceLogProb", "the prompt is included", "int t = prompt; t", "int t = 1; t"),
          new Edit(
              "SequenceLogProb",
              "the mean instead of the sum",
              "return sum;\n  }\n\n  private",
              "return sum / (length - prompt);\n  }\n\n  private"),
          new Edit(
              "SequenceLogProb",
              "unshifted: the logits at a token's own position",
              "logits[t - 1]",
              "logits[t]"),
          new Edit("SequenceLogProb", "PAD is counted", "t < length", "t < ids.length"),
          new Edit(
              "SequenceLogProb",
              "the first response token is missing",
              "int t = prompt; t",
              "int t = prompt + 1; t"),
          new Edit("SequenceLogProb", "the end token is missing", "t < length", "t < length - 1"),
          new Edit(
              "SequenceLogProb",
              "the logarithm of a probability that underflows",
              "before[ids[t]] - logSumExp(before)",
              "Math.log(Math.exp(before[ids[t]] - logSumExp(before)))"),
          new Edit("SequenceLogProb", "large logits overflow", "Math.exp(x - max)", "Math.exp(x)"),
          new Edit("SequenceLogProb", "logits are not normalized", " - logSumExp(before)", ""),
          new Edit(
              "SequenceLogProb",
              "probabilities are added instead of their logarithms",
              "before[ids[t]] - logSumExp(before)",
              "Math.exp(before[ids[t]] - logSumExp(before))"),
          new Edit(
              "DpoLoss",
              "the reference is dropped",
              "double h = chosen - rejected;",
              "double h = policyChosen - policyRejected;"),
          new Edit(
              "DpoLoss",
              "the reference of the rejected response is dropped",
              "policyRejected - referenceRejected",
              "policyRejected"),
          new Edit(
              "DpoLoss",
              "beta outside of the sigmoid",
              "-logSigmoid(beta * h)",
              "-beta * logSigmoid(h)"),
          new Edit("DpoLoss", "beta divides", "beta * h", "h / beta"),
          new Edit(
              "DpoLoss",
              "chosen and rejected are swapped",
              "chosen - rejected",
              "rejected - chosen"),
          new Edit(
              "DpoLoss",
              "policy and reference are swapped",
              "logSigmoid(beta * h)",
              "logSigmoid(-beta * h)"),
          new Edit("DpoLoss", "the sign of the loss", "-logSigmoid(beta", "logSigmoid(beta"),
          new Edit(
              "DpoLoss",
              "the sigmoid without the logarithm",
              "-logSigmoid(beta * h)",
              "1 - Math.exp(logSigmoid(beta * h))"),
          new Edit(
              "DpoLoss",
              "a naive log(sigmoid) underflows",
              "Math.min(x, 0) - Math.log1p(Math.exp(-Math.abs(x)))",
              "Math.log(1 / (1 + Math.exp(-x)))"),
          new Edit(
              "DpoLoss",
              "a small loss is rounded to 0",
              "Math.log1p(Math.exp(-Math.abs(x)))",
              "Math.log(1 + Math.exp(-Math.abs(x)))"),
          new Edit(
              "DpoStep",
              "a step up the loss",
              "next[i] += learningRate * pull;\n        next[j] -= learningRate * pull;",
              "next[i] -= learningRate * pull;\n        next[j] += learningRate * pull;"),
          new Edit(
              "DpoStep",
              "the rejected response is not pushed down",
              "next[j] -= learningRate * pull;",
              ""),
          new Edit("DpoStep", "sigmoid of the wrong sign", "sigmoid(-beta", "sigmoid(beta"),
          new Edit("DpoStep", "beta is missing before the sigmoid", "beta * sigmoid", "sigmoid"),
          new Edit("DpoStep", "beta is missing in the sigmoid", "-beta * h", "-h"),
          new Edit("DpoStep", "the reference is dropped", " - Math.log(reference[i])", ""),
          new Edit(
              "DpoStep", "the sum instead of the mean", " * wins[i][j] / pairs", " * wins[i][j]"),
          new Edit(
              "DpoStep",
              "each kind of pair counts once",
              "wins[i][j] / pairs",
              "Integer.signum(wins[i][j]) / pairs"),
          new Edit("DpoStep", "the given logits are changed", "logits.clone()", "logits"));
}
