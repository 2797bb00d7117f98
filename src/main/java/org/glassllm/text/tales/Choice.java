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
 * characters of a text determine the alternative. Reading needs no look-ahead and no backtracking,
 * and at most one sequence of choices gives a text: its probability is a plain product.
 *
 * @param alternatives at least one
 */
public record Choice(List<Alternative> alternatives) {
  /** Checks that the alternatives are prefix-free. */
  public Choice {
    alternatives = List.copyOf(alternatives);
    if (alternatives.isEmpty()) {
      throw Check.illegal("choice", "no alternatives", "at least one alternative");
    }
    for (Alternative a : alternatives) {
      for (Alternative b : alternatives) {
        if (a != b && b.text().startsWith(a.text())) {
          String pair = "\"" + a.text() + "\" begins \"" + b.text() + "\"";
          throw Check.illegal("choice", pair, "prefix-free");
        }
      }
    }
  }

  /** Returns the sum of the weights; 0 only while reading a text with a fault. */
  public int totalWeight() {
    return alternatives.stream().mapToInt(Alternative::weight).sum();
  }

  /** Returns the entropy of the choice in nats: the loss of a perfect model here. */
  public double entropy() {
    double total = totalWeight();
    return alternatives.stream()
        .filter(a -> a.weight() > 0)
        .mapToDouble(a -> -a.weight() / total * Math.log(a.weight() / total))
        .sum();
  }

  /** Returns a builder without alternatives. */
  public static Builder of() {
    return new Builder();
  }

  /** Collects alternatives; their order is their numbering. */
  public static final class Builder {
    private final List<Alternative> list = new ArrayList<>();

    private Builder() {}

    /** Adds an alternative that is always possible. */
    public Builder add(String text, int weight) {
      return addIf(true, text, weight, "");
    }

    /** Adds an alternative; its weight is 0 unless it is {@code possible}. */
    public Builder addIf(boolean possible, String text, int weight, String fault) {
      list.add(new Alternative(text, possible ? weight : 0, possible ? "" : fault));
      return this;
    }

    /** Adds alternatives of weight 1; the weight of text i is 0 unless i is {@code possible}. */
    public Builder addAll(List<String> texts, IntPredicate possible, String fault) {
      return addWeighted(texts, i -> possible.test(i) ? 1 : 0, fault);
    }

    /** Adds alternatives; {@code weight} gives the weight of text i, 0 if it is impossible. */
    public Builder addWeighted(List<String> texts, IntUnaryOperator weight, String fault) {
      for (int i = 0; i < texts.size(); i++) {
        int w = weight.applyAsInt(i);
        addIf(w > 0, texts.get(i), w, fault);
      }
      return this;
    }

    /** Returns the choice. */
    public Choice build() {
      return new Choice(list);
    }
  }
}
