package org.glassllm.text.tales;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;
import org.glassllm.base.Check;

/**
 * A point where a story can continue in several ways.
 *
 * <p>No alternative is a prefix of another (the set is <em>prefix-free</em>), so the next
 * characters of a text determine the alternative. Reading needs no look-ahead and no backtracking.
 * At most one sequence of alternatives gives a text, so the probability of the text is a product of
 * the alternatives' probabilities.
 *
 * @param alternatives the possible continuations, at least one
 */
public record Choice(List<Alternative> alternatives) {
  /** Checks that at least one alternative exists and no alternative is a prefix of another. */
  public Choice {
    alternatives = List.copyOf(alternatives);
    if (alternatives.isEmpty()) {
      throw Check.illegal("choice", "no alternatives", "at least one alternative");
    }
    for (int i = 1; i < alternatives.size(); i++) {
      for (int j = 0; j < i; j++) {
        requirePrefixFree(alternatives.get(i).text(), alternatives.get(j).text());
      }
    }
  }

  private static void requirePrefixFree(String a, String b) {
    if (a.charAt(0) == b.charAt(0) && (a.startsWith(b) || b.startsWith(a))) {
      boolean shorter = a.length() < b.length();
      String pair = "\"" + (shorter ? a : b) + "\" begins \"" + (shorter ? b : a) + "\"";
      throw Check.illegal("choice", pair, "prefix-free");
    }
  }

  /**
   * Returns the sum of the weights; the sum is 0 only after an impossible event in a text that is
   * read.
   */
  public int totalWeight() {
    int sum = 0;
    for (Alternative a : alternatives) { // a stream would make tales 1.5 times as slow
      sum += a.weight();
    }
    return sum;
  }

  /**
   * Returns the entropy of the choice in nats, which is the expected loss of a perfect model at
   * this point.
   */
  public double entropy() {
    double total = totalWeight();
    double sum = 0;
    for (Alternative a : alternatives) {
      sum -= a.weight() == 0 ? 0 : a.weight() / total * Math.log(a.weight() / total);
    }
    return sum;
  }

  /** Returns a builder without alternatives. */
  public static Builder of() {
    return new Builder();
  }

  /**
   * A builder that collects alternatives; the order of the calls gives the index of each
   * alternative.
   */
  public static final class Builder {
    private final List<Alternative> list = new ArrayList<>();

    private Builder() {}

    /** Adds an alternative that is always possible. */
    public Builder add(String text, int weight) {
      return addIf(true, text, weight, "");
    }

    /** Adds an alternative; the weight becomes 0 if {@code possible} is false. */
    public Builder addIf(boolean possible, String text, int weight, String fault) {
      list.add(new Alternative(text, possible ? weight : 0, possible ? "" : fault));
      return this;
    }

    /**
     * Adds an alternative for each text; the weight of text i is 1 if i is {@code possible},
     * otherwise 0.
     */
    public Builder addAll(List<String> texts, IntPredicate possible, String fault) {
      return addWeighted(texts, i -> possible.test(i) ? 1 : 0, fault);
    }

    /**
     * Adds an alternative for each text; {@code weight} gives the weight of text i, which is 0 for
     * an impossible text.
     */
    public Builder addWeighted(List<String> texts, IntUnaryOperator weight, String fault) {
      for (int i = 0; i < texts.size(); i++) {
        int w = weight.applyAsInt(i);
        addIf(w > 0, texts.get(i), w, fault);
      }
      return this;
    }

    /** Returns a choice of the collected alternatives. */
    public Choice build() {
      return new Choice(list);
    }
  }
}
