package org.glassllm.course.l12;

import java.util.List;
import org.glassllm.course.Edit;

/** Typical mistakes of lesson 12. Each edits one passage of the reference. */
public final class Wrong {
  private Wrong() {}

  private static final String SOFTPLUS = "Math.max(-x, 0) + Math.log1p(Math.exp(-Math.abs(x)))";
  private static final String RATIO = "Math.exp(logProbs[i] - old[i])";
  private static final String CLIP = "Math.max(1 - epsilon, Math.min(1 + epsilon, ratio))";

  /** The edits. */
  public static final List<Edit> EDITS =
      List.of(
          new Edit("RewardLoss", "wrong sign", "return sum", "return -sum"),
          new Edit(
              "RewardLoss",
              "chosen and rejected swapped",
              "chosen[i] - rejected[i]",
              "rejected[i] - chosen[i]"),
          new Edit(
              "RewardLoss",
              "log of an underflowed sigmoid",
              SOFTPLUS,
              "-Math.log(1 / (1 + Math.exp(-x)))"),
          new Edit("RewardLoss", "overflowing exponential", SOFTPLUS, "Math.log1p(Math.exp(-x))"),
          new Edit("RewardLoss", "sum instead of mean", " / chosen.length", ""),
          new Edit(
              "RewardLoss",
              "margin ranking (the name in document 000)",
              SOFTPLUS,
              "Math.max(0, 1 - x)"),
          new Edit("RewardLoss", "no logarithm", SOFTPLUS, "1 - 1 / (1 + Math.exp(-x))"),
          new Edit("RewardLoss", "difference as loss", SOFTPLUS, "-x"),
          new Edit("RewardLoss", "squared error", SOFTPLUS, "(x - 1) * (x - 1)"),
          new Edit(
              "Gae",
              "forward order",
              "int t = rewards.length - 1; t >= 0; t--",
              "int t = 0; t < rewards.length; t++"),
          new Edit(
              "Gae", "bootstrap past the end", "values[t + 1] : 0;", "values[t + 1] : values[t];"),
          new Edit("Gae", "value of the next token missing", "+ gamma * nextValue ", ""),
          new Edit("Gae", "own value for the next one", "? values[t + 1]", "? values[t]"),
          new Edit("Gae", "gamma and lambda swapped", "gamma * nextValue", "lambda * nextValue"),
          new Edit(
              "Gae", "no gamma for the next advantage", "gamma * lambda * next", "lambda * next"),
          new Edit("Gae", "no lambda", "gamma * lambda * next", "gamma * next"),
          new Edit("Gae", "value not subtracted", " - values[t]", ""),
          new Edit("Gae", "no sum over later tokens", "error + gamma * lambda * next", "error"),
          new Edit("Gae", "returns for advantages", "= next;", "= next + values[t];"),
          new Edit("PpoClip", "max for min", "Math.min(free, limited)", "Math.max(free, limited)"),
          new Edit("PpoClip", "always clipped, no min", "Math.min(free, limited)", "limited"),
          new Edit("PpoClip", "never clipped", CLIP, "ratio"),
          new Edit(
              "PpoClip", "difference of log-probabilities as ratio", RATIO, "logProbs[i] - old[i]"),
          new Edit("PpoClip", "linear ratio", RATIO, "1 + logProbs[i] - old[i]"),
          new Edit("PpoClip", "quotient of log-probabilities", RATIO, "logProbs[i] / old[i]"),
          new Edit("PpoClip", "old and new swapped", RATIO, "Math.exp(old[i] - logProbs[i])"),
          new Edit("PpoClip", "clip above only", CLIP, "Math.min(1 + epsilon, ratio)"),
          new Edit("PpoClip", "clip below only", CLIP, "Math.max(1 - epsilon, ratio)"),
          new Edit(
              "PpoClip",
              "gradient through the old log-probabilities",
              "? -free / n :",
              "? -free / n + free / n :"),
          new Edit(
              "PpoClip",
              "gradient of a clipped token",
              "free <= limited ? -free / n : 0",
              "-free / n"),
          new Edit(
              "PpoClip",
              "no gradient outside the interval",
              "free <= limited ?",
              "free == limited ?"),
          new Edit(
              "PpoClip",
              "ratio missing in the gradient",
              "? -free / n :",
              "? -advantages[i] / n :"),
          new Edit("PpoClip", "reward instead of loss", "loss -= ", "loss += "),
          new Edit("PpoClip", "sum instead of mean", "limited) / n;", "limited);"),
          new Edit("GroupAdvantages", "not centred", "(group[i] - mean)", "group[i]"),
          new Edit(
              "GroupAdvantages",
              "divides by zero for equal rewards",
              "(deviation + 1e-4)",
              "deviation"),
          new Edit(
              "GroupAdvantages",
              "centred over the batch",
              "Arrays.stream(group)",
              "Arrays.stream(rewards)"),
          new Edit("GroupAdvantages", "deviation of a population", "(groupSize - 1)", "groupSize"),
          new Edit(
              "GroupAdvantages",
              "variance for deviation",
              "Math.sqrt(squares / (groupSize - 1))",
              "squares / (groupSize - 1)"),
          new Edit("GroupAdvantages", "not divided", " / (deviation + 1e-4)", ""),
          new Edit(
              "GroupAdvantages",
              "epsilon under the root",
              "squares / (groupSize - 1)",
              "squares / (groupSize - 1) + 1e-4"));
}
