package org.glassllm.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.glassllm.base.Check;

/**
 * The way in which the next token is sampled. Processors change the logits one after another. Then
 * greedy decoding chooses the most likely token, or a token is drawn from the softmax.
 *
 * @param greedy whether the most likely token is always chosen
 * @param chain the processors in the order in which they are applied
 */
public record Sampling(boolean greedy, List<LogitsProcessor> chain) {
  /** Greedy decoding, which always chooses the most likely token. */
  public static final Sampling GREEDY = new Sampling(true, List.of());

  /** Sampling from the model's unchanged distribution. */
  public static final Sampling PLAIN = new Sampling(false, List.of());

  /** Copies the list of processors. */
  public Sampling {
    chain = List.copyOf(chain);
  }

  /**
   * Creates the default chain, with repetition penalty, temperature, top-k and top-p in this order.
   *
   * @param temperature divisor of the logits, at least 0; 0 is greedy decoding, 1 leaves the
   *     distribution unchanged
   * @param topK number of most likely tokens to keep, at least 0; 0 keeps all tokens
   * @param topP minimum total probability of the tokens that are kept after top-k, in (0, 1]; 1
   *     keeps all tokens
   * @param repetitionPenalty strength of the repetition penalty, at least 1; 1 changes nothing
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
    // skip processors that change nothing
    chain.remove(new LogitsProcessor.RepetitionPenalty(1));
    chain.remove(new LogitsProcessor.Temperature(1));
    chain.remove(new LogitsProcessor.TopP(1));
    return chain;
  }

  /** Returns a copy with another processor at the start of the chain, such as a bias. */
  public Sampling after(LogitsProcessor first) {
    return new Sampling(greedy, Stream.concat(Stream.of(first), chain.stream()).toList());
  }

  /** Returns a copy with another processor at the end of the chain, such as min-p. */
  public Sampling then(LogitsProcessor last) {
    return new Sampling(greedy, Stream.concat(chain.stream(), Stream.of(last)).toList());
  }
}
