package org.glassllm.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.glassllm.base.Check;

/**
 * How the next token is sampled: processors change the logits one after another, then the most
 * likely token is chosen, or a token is drawn from the softmax.
 *
 * @param greedy whether the most likely token is always chosen
 * @param chain the processors in the order of their application
 */
public record Sampling(boolean greedy, List<LogitsProcessor> chain) {
  /** Selects the most likely token. */
  public static final Sampling GREEDY = new Sampling(true, List.of());

  /** Samples from the model's own distribution. */
  public static final Sampling PLAIN = new Sampling(false, List.of());

  /** Copies the list. */
  public Sampling {
    chain = List.copyOf(chain);
  }

  /**
   * Creates the usual chain: repetition penalty, temperature, top-k, top-p.
   *
   * @param temperature divides the logits; 0 is greedy, 1 the model's own distribution; at least 0
   * @param topK keeps the k most likely tokens; 0 keeps all
   * @param topP then keeps the fewest tokens that together have at least this probability, in (0,
   *     1]; 1 keeps all
   * @param repetitionPenalty lowers the logits of tokens in the context; 1 changes nothing; at
   *     least 1
   */
  public Sampling(double temperature, int topK, double topP, double repetitionPenalty) {
    this(temperature == 0, usual(temperature, topK, topP, repetitionPenalty));
  }

  private static List<LogitsProcessor> usual(
      double temperature, int topK, double topP, double repetitionPenalty) {
    Check.notNegative("temperature", temperature);
    Check.atLeast("topK", topK, 0);
    List<LogitsProcessor> chain = new ArrayList<>();
    chain.add(new LogitsProcessor.RepetitionPenalty(repetitionPenalty));
    if (temperature > 0) {
      chain.add(new LogitsProcessor.Temperature(temperature));
    }
    if (topK > 0) {
      chain.add(new LogitsProcessor.TopK(topK));
    }
    chain.add(new LogitsProcessor.TopP(topP));
    // values that change nothing cost nothing
    chain.remove(new LogitsProcessor.RepetitionPenalty(1));
    chain.remove(new LogitsProcessor.Temperature(1));
    chain.remove(new LogitsProcessor.TopP(1));
    return chain;
  }

  /** Returns this sampling with a processor before all others, as for a bias. */
  public Sampling after(LogitsProcessor first) {
    return new Sampling(greedy, Stream.concat(Stream.of(first), chain.stream()).toList());
  }

  /** Returns this sampling with a processor behind all others, as for min-p. */
  public Sampling then(LogitsProcessor last) {
    return new Sampling(greedy, Stream.concat(chain.stream(), Stream.of(last)).toList());
  }
}
