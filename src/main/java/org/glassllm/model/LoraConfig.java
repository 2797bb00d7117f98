package org.glassllm.model;

import java.util.LinkedHashSet;
import java.util.List;
import org.glassllm.base.Check;

/**
 * The settings of LoRA (Hu et al. 2021).
 *
 * @param rank r, the rank of each update, at least 1 and at most the shorter side of the weight
 * @param alpha α, greater than 0; each update is multiplied by α/r
 * @param dropout the dropout probability of each update's input, in [0, 1)
 * @param targets the weights that get an update, at least one. A target is the end of a name, such
 *     as {@code attn.c_attn} for all layers or {@code h.0.attn.c_attn} for one layer. {@code
 *     attn.c_attn.q}, {@code attn.c_attn.k} and {@code attn.c_attn.v} select a part of the fused
 *     projection; each part gets its own A and B.
 */
public record LoraConfig(int rank, double alpha, double dropout, List<String> targets) {
  /** Checks every field. */
  public LoraConfig {
    Check.positive("rank", rank);
    Check.positive("alpha", alpha);
    Check.below("dropout", dropout, 0, 1);
    targets = List.copyOf(targets);
    Check.positive("number of targets", targets.size());
    if (new LinkedHashSet<>(targets).size() < targets.size()) {
      throw Check.illegal("targets", targets, "different from each other");
    }
  }

  /** Returns the factor α/r of each update. */
  public double scale() {
    return alpha / rank;
  }
}
