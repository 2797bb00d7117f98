package org.glassllm.generate;

import it.unimi.dsi.fastutil.doubles.DoubleArrays;
import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.commons.math3.util.KthSelector;
import org.glassllm.base.Check;

/**
 * Changes the logits of the next token before softmax. {@link Sampling} chains processors; a token
 * with a logit of −∞ cannot be sampled.
 */
public sealed interface LogitsProcessor {
  /**
   * Changes the logits in place.
   *
   * @param logits one for each token
   * @param context ids of the text so far
   */
  void apply(double[] logits, int... context);

  /**
   * Divides positive logits of tokens in the context (Keskar et al. 2019, section 4.1) and
   * multiplies negative ones (Hugging Face's rule).
   *
   * @param factor at least 1; 1 changes nothing
   */
  record RepetitionPenalty(double factor) implements LogitsProcessor {
    /** Checks the range. */
    public RepetitionPenalty {
      if (!(factor >= 1) || Double.isInfinite(factor)) {
        throw Check.illegal("repetitionPenalty", factor, "at least 1");
      }
    }

    @Override
    public void apply(double[] logits, int... context) {
      for (int id : Arrays.stream(context).distinct().toArray()) {
        logits[id] = logits[id] > 0 ? logits[id] / factor : logits[id] * factor;
      }
    }
  }

  /**
   * Subtracts a number from the logits of tokens in the context: once for presence, and for
   * frequency once per occurrence (OpenAI's rule).
   *
   * @param presence subtracted once; negative numbers favour repetition
   * @param frequency subtracted for each occurrence
   */
  record CountPenalty(double presence, double frequency) implements LogitsProcessor {
    /** Checks the ranges. */
    public CountPenalty {
      Check.within("presence", presence, -100, 100);
      Check.within("frequency", frequency, -100, 100);
    }

    @Override
    public void apply(double[] logits, int... context) {
      Int2IntOpenHashMap counts = new Int2IntOpenHashMap();
      for (int id : context) {
        counts.addTo(id, 1);
      }
      counts.forEach((id, count) -> logits[id] -= presence + frequency * count);
    }
  }

  /** Adds a number to the logits of some tokens; −∞ forbids a token. */
  record Bias(Map<Integer, Double> added) implements LogitsProcessor {
    @Override
    public void apply(double[] logits, int... context) {
      added.forEach(
          (id, bias) -> logits[Check.within("token id", id, 0, logits.length - 1)] += bias);
    }
  }

  /** Forbids all tokens but some. */
  record Allowed(Set<Integer> ids) implements LogitsProcessor {
    @Override
    public void apply(double[] logits, int... context) {
      for (int id = 0; id < logits.length; id++) {
        if (!ids.contains(id)) {
          logits[id] = Double.NEGATIVE_INFINITY;
        }
      }
    }
  }

  /**
   * Subtracts the largest logit and divides by a temperature. Neither overflows in this order.
   *
   * @param t below 1 favours likely tokens, above 1 unlikely ones; greater than 0
   */
  record Temperature(double t) implements LogitsProcessor {
    /** Checks the range. */
    public Temperature {
      Check.positive("temperature", t);
    }

    @Override
    public void apply(double[] logits, int... context) {
      double max = max(logits);
      for (int i = 0; i < logits.length; i++) {
        if (logits[i] > Double.NEGATIVE_INFINITY) {
          logits[i] = Math.max(-Double.MAX_VALUE, (logits[i] - max) / t);
        }
      }
    }
  }

  /**
   * Keeps the k most likely tokens; of equal logits the smaller ids.
   *
   * @param k at least 1
   */
  record TopK(int k) implements LogitsProcessor {
    /** Checks the range. */
    public TopK {
      Check.positive("topK", k);
    }

    @Override
    public void apply(double[] logits, int... context) {
      if (k >= logits.length) {
        return;
      }
      double least = new KthSelector().select(logits.clone(), null, logits.length - k);
      int equal = k - (int) Arrays.stream(logits).filter(x -> x > least).count();
      for (int i = 0; i < logits.length; i++) {
        if (logits[i] < least || logits[i] == least && equal-- <= 0) {
          logits[i] = Double.NEGATIVE_INFINITY;
        }
      }
    }
  }

  /**
   * Keeps the fewest tokens that together have at least a probability (Holtzman et al. 2020).
   *
   * @param p in (0, 1]
   */
  record TopP(double p) implements LogitsProcessor {
    /** Checks the range. */
    public TopP {
      if (!(p > 0 && p <= 1)) {
        throw Check.illegal("topP", p, "greater than 0 and at most 1");
      }
    }

    @Override
    public void apply(double[] logits, int... context) {
      int[] order = likeliestFirst(logits);
      double[] probabilities = softmax(logits, order);
      int kept = 0;
      for (double sum = 0; kept < order.length && sum < p; kept++) {
        sum += probabilities[kept];
      }
      for (int i = kept; i < order.length; i++) {
        logits[order[i]] = Double.NEGATIVE_INFINITY;
      }
    }
  }

  /**
   * Keeps the tokens whose probability is at least a share of the largest one (Nguyen et al. 2024).
   *
   * @param share in [0, 1]
   */
  record MinP(double share) implements LogitsProcessor {
    /** Checks the range. */
    public MinP {
      Check.within("minP", share, 0, 1);
    }

    @Override
    public void apply(double[] logits, int... context) {
      double least = max(logits) + Math.log(share);
      for (int i = 0; i < logits.length; i++) {
        if (logits[i] < least) {
          logits[i] = Double.NEGATIVE_INFINITY;
        }
      }
    }
  }

  private static double max(double... logits) {
    return Arrays.stream(logits).max().orElseThrow();
  }

  /** Returns the ids that can be sampled, the most likely first; of equal logits the smaller id. */
  static int[] likeliestFirst(double... logits) {
    int[] ids =
        IntStream.range(0, logits.length)
            .filter(i -> logits[i] > Double.NEGATIVE_INFINITY)
            .toArray();
    double[] negated = Arrays.stream(logits).map(x -> -x).toArray();
    DoubleArrays.radixSortIndirect(ids, negated, true); // stable
    return ids;
  }

  /** Returns the softmax over some ids, of which the first is the most likely. */
  static double[] softmax(double[] logits, int... ids) {
    double[] p =
        Arrays.stream(ids).mapToDouble(i -> Math.exp(logits[i] - logits[ids[0]])).toArray();
    double sum = Arrays.stream(p).sum();
    return Arrays.stream(p).map(x -> x / sum).toArray();
  }
}
