package org.glassllm.evaluate;

import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.glassllm.base.Check;

/**
 * An n-gram model, in which the next token depends only on the previous n - 1 tokens (Shannon
 * 1948).
 *
 * <p>Interpolated smoothing gives the next lower order the weight of {@code k} counted tokens:
 * {@code p_n(w | h) = (count(h, w) + k · p_{n-1}(w | h')) / (count(h) + k)}, where h' is h without
 * its first token. Order 0 is the uniform distribution, so order 1 has add-{@code k/V} smoothing.
 * Compare Jurafsky and Martin, "Speech and Language Processing", chapter 3.
 */
public final class NGramModel {
  private final int order;
  private final int vocabSize;
  private final double k;
  private final Map<IntBuffer, Count> counts = new HashMap<>();

  /** Returns a map key that compares by content, unlike an array. */
  private static IntBuffer key(int[] tokens, int from, int to) {
    return IntBuffer.wrap(Arrays.copyOfRange(tokens, from, to));
  }

  private static final class Count {
    private int total;
    private final Map<Integer, Integer> next = new HashMap<>();
  }

  /**
   * Creates a model without counts.
   *
   * @param order n, at least 1; 1 is a unigram model, 2 is a bigram model
   * @param vocabSize V, number of tokens in the vocabulary, at least 1
   * @param k weight of the next lower order in counted tokens, greater than 0
   */
  public NGramModel(int order, int vocabSize, double k) {
    this.order = Check.positive("order", order);
    this.vocabSize = Check.positive("vocabSize", vocabSize);
    this.k = Check.positive("k", k);
  }

  /** Counts the n-grams of a text; returns this model. */
  public NGramModel count(int... tokens) {
    for (int i = 0; i < tokens.length; i++) {
      Check.within("token id", tokens[i], 0, vocabSize - 1);
      for (int n = 0; n < order && n <= i; n++) {
        Count c = counts.computeIfAbsent(key(tokens, i - n, i), context -> new Count());
        c.total++;
        c.next.merge(tokens[i], 1, Integer::sum);
      }
    }
    return this;
  }

  /**
   * Returns the probability of a token after its previous tokens.
   *
   * @param tokens ids of the text
   * @param index index of the token in the text
   */
  public double probability(int[] tokens, int index) {
    double p = 1.0 / vocabSize;
    for (int n = 0; n < order && n <= index; n++) {
      Count c = counts.get(key(tokens, index - n, index));
      if (c == null) {
        return p; // the context is unseen, and so is every longer one
      }
      p = (c.next.getOrDefault(tokens[index], 0) + k * p) / (c.total + k);
    }
    return p;
  }

  /** Returns the cross-entropy over all tokens except the first, as in {@link TextLoss}. */
  public TextLoss.Result measure(int... tokens) {
    Check.atLeast("tokens", tokens.length, 2);
    double total = 0;
    for (int i = 1; i < tokens.length; i++) {
      total -= Math.log(probability(tokens, i));
    }
    return new TextLoss.Result(total, tokens.length - 1);
  }
}
