package org.glassllm.course.l09;

import java.util.List;
import org.glassllm.course.Edit;

/** Typical mistakes of lesson 09. Each edits one passage of the reference. */
public final class Wrong {
  private Wrong() {}

  /** The edits. */
  public static final List<Edit> EDITS =
      List.of(
          new Edit(
              "TopK",
              "one too many is kept",
              "sorted[sorted.length - k]",
              "sorted[Math.max(0, sorted.length - k - 1)]"),
          new Edit(
              "TopK", "the smallest are kept", "logits[i] >= least", "logits[i] <= sorted[k - 1]"),
          new Edit(
              "TopK",
              "normalized before truncation",
              "sum += p[i];",
              "sum += Math.exp(logits[i] - max);"),
          new Edit(
              "TopK",
              "large logits overflow",
              "? Math.exp(logits[i] - max) : 0",
              "? Math.exp(logits[i]) : 0"),
          new Edit(
              "TopK",
              "one too few is kept",
              "logits[i] >= least",
              "logits[i] > least || k == 1 && logits[i] == max"),
          new Edit(
              "TopK",
              "the kept tokens are equally probable",
              "? Math.exp(logits[i] - max) : 0",
              "? 1 : 0"),
          new Edit("TopK", "the first k tokens are kept", "logits[i] >= least", "i < k"),
          new Edit(
              "TopP",
              "the token that reaches p is left out",
              "i < order.length && sum < p;",
              "i < order.length && (i == 0 || sum + probabilities[order[i]] < p);"),
          new Edit(
              "TopP",
              "not sorted",
              "Comparator.comparingDouble((Integer i) -> -probabilities[i])",
              "Comparator.comparingDouble((Integer i) -> i)"),
          new Edit("TopP", "least probable first", "-> -probabilities[i]", "-> probabilities[i]"),
          new Edit("TopP", "not normalized", "kept[i] /= sum;", "kept[i] /= 1;"),
          new Edit("TopP", "one too many if the sum is exactly p", "sum < p;", "sum <= p;"),
          new Edit(
              "TopP",
              "a threshold on each probability",
              "kept[order[i]] = probabilities[order[i]];\n      sum += probabilities[order[i]];",
              "if (probabilities[order[i]] < 1 - p) {\n        break;\n      }\n      kept[order[i]] = probabilities[order[i]];\n      sum += probabilities[order[i]];"),
          new Edit(
              "RepetitionPenalty",
              "negative logits rise",
              "logits[id] > 0 ? logits[id] / penalty : logits[id] * penalty",
              "logits[id] / penalty"),
          new Edit(
              "RepetitionPenalty",
              "the penalty is applied once per occurrence",
              "changed[id] = logits[id] > 0 ? logits[id] / penalty : logits[id] * penalty",
              "changed[id] = changed[id] > 0 ? changed[id] / penalty : changed[id] * penalty"),
          new Edit(
              "RepetitionPenalty",
              "a reward instead of a penalty",
              "logits[id] > 0 ?",
              "logits[id] < 0 ?"),
          new Edit(
              "RepetitionPenalty",
              "subtracted instead of divided",
              "logits[id] > 0 ? logits[id] / penalty : logits[id] * penalty",
              "logits[id] - penalty"),
          new Edit(
              "RepetitionPenalty",
              "only positive logits change",
              "logits[id] * penalty",
              "logits[id]"));
}
