package org.glassllm.text;

import java.util.ArrayList;
import java.util.List;

/**
 * A point where a story can go on in several ways.
 *
 * <p>No alternative's text begins another's (the set is <em>prefix-free</em>), so the next
 * characters of a text decide which alternative was taken: reading needs no look-ahead and no
 * backtracking, and each text comes from at most one sequence of choices. That is what makes its
 * probability a plain product.
 *
 * @param alternatives at least one
 */
public record Choice(List<Alternative> alternatives) {
  /** Checks that the alternatives are prefix-free. */
  public Choice {
    alternatives = List.copyOf(alternatives);
    if (alternatives.isEmpty()) {
      throw new IllegalArgumentException("illegal choice: no alternatives, must have at least one");
    }
    for (int i = 0; i < alternatives.size(); i++) {
      for (int j = 0; j < alternatives.size(); j++) {
        String a = alternatives.get(i).text();
        String b = alternatives.get(j).text();
        if (i != j && b.startsWith(a)) {
          throw new IllegalArgumentException(
              "illegal choice: \"" + a + "\" begins \"" + b + "\", must be prefix-free");
        }
      }
    }
  }

  /** The sum of the weights; 0 only after a fault in the text that is being read. */
  public int totalWeight() {
    int total = 0;
    for (Alternative a : alternatives) {
      total += a.weight();
    }
    return total;
  }

  /** The entropy of the choice in nats: what even a perfect model cannot foresee here. */
  public double entropy() {
    double total = totalWeight();
    double sum = 0;
    for (Alternative a : alternatives) {
      if (a.weight() > 0) {
        double p = a.weight() / total;
        sum -= p * Math.log(p);
      }
    }
    return sum;
  }

  /** Starts an empty list of alternatives. */
  public static Builder of() {
    return new Builder();
  }

  /** Collects alternatives in the order in which they are numbered. */
  public static final class Builder {
    private final List<Alternative> list = new ArrayList<>();

    private Builder() {}

    /** Adds an alternative that is always possible. */
    public Builder add(String text, int weight) {
      list.add(new Alternative(text, weight, ""));
      return this;
    }

    /** Adds an alternative with its weight where {@code possible}, else with weight 0. */
    public Builder addIf(boolean possible, String text, int weight, String fault) {
      list.add(new Alternative(text, possible ? weight : 0, possible ? "" : fault));
      return this;
    }

    /** The finished choice. */
    public Choice build() {
      return new Choice(list);
    }
  }
}
