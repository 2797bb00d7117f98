package org.glassllm.course.l07;

import java.util.List;
import org.glassllm.course.Edit;

/** Typical mistakes of lesson 07. Each edits one passage of the reference. */
public final class Wrong {
  private Wrong() {}

  /** The edits. */
  public static final List<Edit> EDITS =
      List.of(
          new Edit(
              "ShiftedTargets",
              "targets are not shifted",
              "tokens[start + t + 1]",
              "tokens[start + t]"),
          new Edit(
              "ShiftedTargets",
              "targets are shifted by two",
              "tokens[start + t + 1]",
              "tokens[Math.min(start + t + 2, tokens.length - 1)]"),
          new Edit(
              "ShiftedTargets",
              "targets are the previous tokens",
              "tokens[start + t + 1]",
              "tokens[Math.max(start + t - 1, 0)]"),
          new Edit("ShiftedTargets", "the start is missing", "tokens[start + t];", "tokens[t];"),
          new Edit(
              "ShiftedTargets",
              "the last target wraps around to the first input",
              "tokens[start + t + 1]",
              "tokens[start + (t + 1) % length]"),
          new Edit(
              "MaskedCrossEntropy",
              "padding is in the mean",
              "continue;",
              "counted++;\n        continue;"),
          new Edit(
              "MaskedCrossEntropy",
              "every negative target is ignored, and no other",
              "targets[i] == ignore",
              "targets[i] < 0"),
          new Edit(
              "MaskedCrossEntropy",
              "it divides by all positions",
              "sum / counted",
              "sum / targets.length"),
          new Edit("MaskedCrossEntropy", "a sum instead of a mean", "sum / counted", "sum"),
          new Edit(
              "MaskedCrossEntropy",
              "bits instead of nats",
              "Math.log(exponentials) -",
              "Math.log(exponentials) / Math.log(2) -"),
          new Edit(
              "MaskedCrossEntropy",
              "the largest logit is not added after log",
              "sum += max + Math.log",
              "sum += Math.log"),
          new Edit(
              "MaskedCrossEntropy",
              "it overflows",
              "Math.exp(logit - max);\n      }\n      sum += max + ",
              "Math.exp(logit);\n      }\n      sum += "),
          new Edit(
              "AdamWStep",
              "no bias correction of the mean",
              "m[i] / (1 - Math.pow(betas[0], step))",
              "m[i]"),
          new Edit(
              "AdamWStep",
              "no bias correction of the square",
              "v[i] / (1 - Math.pow(betas[1], step))",
              "v[i]"),
          new Edit(
              "AdamWStep",
              "epsilon under the root",
              "(Math.sqrt(square) + epsilon)",
              "Math.sqrt(square + epsilon)"),
          new Edit(
              "AdamWStep",
              "decay is not multiplied by the learning rate",
              "w[i] -= lr * (mean / (Math.sqrt(square) + epsilon) + decay * w[i]);",
              "w[i] -= lr * mean / (Math.sqrt(square) + epsilon) + decay * w[i];"),
          new Edit(
              "AdamWStep",
              "decay enters the gradient (L2, not AdamW)",
              "(1 - betas[0]) * g[i];",
              "(1 - betas[0]) * (g[i] + decay * w[i]);"),
          new Edit(
              "AdamWStep",
              "steps are counted from 0",
              "1 - Math.pow(betas[0], step)",
              "1 - Math.pow(betas[0], step + 1)"),
          new Edit(
              "AdamWStep",
              "the square is not squared",
              "(1 - betas[1]) * g[i] * g[i]",
              "(1 - betas[1]) * Math.abs(g[i])"),
          new Edit(
              "WarmupCosine",
              "the first step has learning rate 0",
              "max * (step + 1) / warmup",
              "max * step / warmup"),
          new Edit(
              "WarmupCosine",
              "the learning rate rises again after the end",
              "Math.min(1, (double) (step - warmup) / (total - warmup))",
              "(double) (step - warmup) / (total - warmup)"),
          new Edit(
              "WarmupCosine",
              "progress ignores the warm-up",
              "(double) (step - warmup) / (total - warmup)",
              "(double) step / total"),
          new Edit(
              "WarmupCosine", "the minimum is missing", "return min + (max - min)", "return max"),
          new Edit(
              "WarmupCosine",
              "the cosine is not halved",
              "0.5 * (1 + Math.cos(Math.PI * progress))",
              "Math.max(0, Math.cos(Math.PI * progress))"),
          new Edit(
              "WarmupCosine",
              "the range is not reduced by the minimum",
              "min + (max - min) * 0.5",
              "min + max * 0.5"),
          new Edit(
              "ActivationMemory",
              "attention's matrices are missing",
              "34L * dim + 5L * heads * tokens",
              "34L * dim"),
          new Edit(
              "ActivationMemory", "one matrix for all heads", "5L * heads * tokens", "5L * tokens"),
          new Edit("ActivationMemory", "one layer only", "layers * positions", "positions"),
          new Edit(
              "ActivationMemory",
              "checkpointing changes nothing",
              "checkpointing ? 2L * dim : 34L * dim + 5L * heads * tokens",
              "34L * dim + 5L * heads * tokens"),
          new Edit("ActivationMemory", "one text only", "(long) batch * tokens", "(long) tokens"));
}
