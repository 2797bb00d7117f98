package org.glassllm.evaluate;

import java.util.HashMap;
import java.util.Map;
import org.glassllm.base.Check;

/**
 * A language model from counts: the next token depends on the last n - 1 tokens alone (Shannon
 * 1948).
 *
 * <p>Interpolated smoothing: the estimate of each order starts from the estimate of the order below
 * it, worth {@code k} observations: {@code p_n(w | h) = (count(h, w) + k · p_{n-1}(w | h')) /
 * (count(h) + k)}, where h' is h without its first token; below order 1 stands the uniform
 * distribution. For order 1 that is add-{@code k/V} smoothing. Compare Jurafsky and Martin, "Speech
 * and Language Processing", chapter 3.
 */
public final class NGramModel {
  private final int order;
  private final int vocabSize;
  private final double k;
  private final Map<Key, Count> counts = new HashMap<>();

  /** A context as a text of ids; arrays have no equality. */
  private record Key(String ids) {
    static Key of(int[] tokens, int from, int to) {
      StringBuilder ids = new StringBuilder();
      for (int i = from; i < to; i++) {
        ids.append((char) (tokens[i] >>> 16)).append((char) tokens[i]);
      }
      return new Key(ids.toString());
    }
  }

  private static final class Count {
    private int total;
    private final Map<Integer, Integer> next = new HashMap<>();
  }

  /**
   * A model that has counted nothing yet.
   *
   * @param order n, at least 1: 1 is a unigram model, 2 a bigram model
   * @param vocabSize V, at least 1
   * @param k how many observations the shorter context is worth, greater than 0
   */
  public NGramModel(int order, int vocabSize, double k) {
    this.order = Check.positive("order", order);
    this.vocabSize = Check.positive("vocabSize", vocabSize);
    this.k = Check.positive("k", k);
  }

  /** Counts a text. */
  public NGramModel count(int... tokens) {
    for (int i = 0; i < tokens.length; i++) {
      Check.within("token id", tokens[i], 0, vocabSize - 1);
      for (int n = 0; n < order && n <= i; n++) {
        Count c = counts.computeIfAbsent(Key.of(tokens, i - n, i), key -> new Count());
        c.total++;
        c.next.merge(tokens[i], 1, Integer::sum);
      }
    }
    return this;
  }

  /**
   * The probability of a text's token after those before it.
   *
   * @param tokens the text
   * @param index of the token in question
   */
  public double probability(int[] tokens, int index) {
    double p = 1.0 / vocabSize;
    for (int n = 0; n < order && n <= index; n++) {
      Count c = counts.get(Key.of(tokens, index - n, index));
      if (c == null) {
        return p; // this context was never seen, so no longer one was
      }
      p = (c.next.getOrDefault(tokens[index], 0) + k * p) / (c.total + k);
    }
    return p;
  }

  /**
   * Cross-entropy over a text, every token but the first predicted once, as in {@link TextLoss}.
   */
  public TextLoss.Result measure(int... tokens) {
    Check.atLeast("tokens", tokens.length, 2);
    double total = 0;
    for (int i = 1; i < tokens.length; i++) {
      total -= Math.log(probability(tokens, i));
    }
    return new TextLoss.Result(total, tokens.length - 1);
  }
}
