package org.glassllm.generate;

import org.glassllm.base.Check;

/**
 * How the next token is sampled. The settings apply in this order: repetition penalty, temperature,
 * top-k, top-p.
 *
 * @param temperature divides the logits; 0 is greedy, 1 the model's own distribution; at least 0
 * @param topK keeps the k most likely tokens; 0 keeps all
 * @param topP then keeps the fewest tokens that together have at least this probability (Holtzman
 *     et al. 2020), in (0, 1]; 1 keeps all
 * @param repetitionPenalty divides positive logits of tokens that are in the context already
 *     (Keskar et al. 2019, section 4.1) and multiplies negative ones (Hugging Face's rule); 1
 *     changes nothing; at least 1
 */
public record Sampling(double temperature, int topK, double topP, double repetitionPenalty) {
  /** Selects the most likely token. */
  public static final Sampling GREEDY = new Sampling(0, 0, 1, 1);

  /** Samples from the model's own distribution. */
  public static final Sampling PLAIN = new Sampling(1, 0, 1, 1);

  /** Checks the ranges. */
  public Sampling {
    Check.notNegative("temperature", temperature);
    Check.atLeast("topK", topK, 0);
    if (!(topP > 0 && topP <= 1)) {
      throw Check.illegal("topP", topP, "greater than 0 and at most 1");
    }
    if (!(repetitionPenalty >= 1) || Double.isInfinite(repetitionPenalty)) {
      throw Check.illegal("repetitionPenalty", repetitionPenalty, "at least 1");
    }
  }

  /** Returns whether the most likely token is always chosen. */
  public boolean greedy() {
    return temperature == 0;
  }
}
