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
   * @param logits V logits of the next token
   * @param context ids of prompt and generated text
   */
  void apply(double[] logits, int... context);

  /**
   * A repetition penalty, which changes the logits of tokens in the context. Positive logits are
   * divided by the factor (Keskar et al. 2019, section 4.1). Negative logits are multiplied by the
   * factor (as in Hugging Face's library).
   *
   * @param factor strength of the penalty, at least 1; 1 changes nothing
   */
  record RepetitionPenalty(double factor) implements LogitsProcessor {
    /** Checks the range of the field. */
    public RepetitionPenalty {
      if (!(factor >= 1) || Double.isInfinite(factor)) {
        throw Check.illegal("repetitionPenalty", factor, "finite and at least 1");
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
   * OpenAI's presence and frequency penalties, which lower the logits of tokens in the context.
   *
   * @param presence number that is subtracted once per token, from -100 to 100; a negative number
   *     favours repetition
   * @param frequency number that is subtracted for each occurrence of a token, from -100 to 100
   */
  record CountPenalty(double presence, double frequency) implements LogitsProcessor {
    /** Checks the range of each field. */
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

  /** A bias that is added to the logits of selected tokens; −∞ forbids a token. */
  record Bias(Map<Integer, Double> added) implements LogitsProcessor {
    /** Copies the map and checks the range. */
    public Bias {
      added = Map.copyOf(added);
      added.forEach(
          (id, bias) -> {
            if (!(bias < Double.POSITIVE_INFINITY)) {
              throw Check.illegal("bias of token " + id, bias, "a finite number or -Infinity");
            }
          });
    }

    @Override
    public void apply(double[] logits, int... context) {
      added.forEach(
          (id, bias) -> logits[Check.within("token id", id, 0, logits.length - 1)] += bias);
    }
  }

  /** A processor that forbids all tokens except {@code ids}. */
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
   * A temperature, which divides the logits. The maximum is subtracted before the division, so that
   * no logit overflows.
   *
   * @param t temperature, greater than 0; below 1 it sharpens the distribution, above 1 it flattens
   *     it
   */
  record Temperature(double t) implements LogitsProcessor {
    /** Checks the range of the field. */
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
   * Top-k sampling, which keeps the k most likely tokens. Among tokens with equal logits, smaller
   * ids are kept first.
   *
   * @param k number of tokens to keep, at least 1
   */
  record TopK(int k) implements LogitsProcessor {
    /** Checks the range of the field. */
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
   * Top-p sampling, which keeps the fewest most likely tokens with a total probability of at least
   * p (Holtzman et al. 2020).
   *
   * @param p minimum total probability, in (0, 1]
   */
  record TopP(double p) implements LogitsProcessor {
    /** Checks the range of the field. */
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
   * Min-p sampling (Nguyen et al. 2024), which keeps each token whose probability is at least
   * {@code share} times the maximum probability.
   *
   * @param share share of the maximum probability, in [0, 1]
   */
  record MinP(double share) implements LogitsProcessor {
    /** Checks the range of the field. */
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

  /**
   * Returns the ids of allowed tokens, most likely first; at equal logits, smaller ids are first.
   */
  static int[] likeliestFirst(double... logits) {
    int[] ids =
        IntStream.range(0, logits.length)
            .filter(i -> logits[i] > Double.NEGATIVE_INFINITY)
            .toArray();
    double[] negated = Arrays.stream(logits).map(x -> -x).toArray();
    DoubleArrays.radixSortIndirect(ids, negated, true); // true: stable
    return ids;
  }

  /** Returns the softmax over the given ids; the first id must be the most likely one. */
  static double[] softmax(double[] logits, int... ids) {
    double[] p =
        Arrays.stream(ids).mapToDouble(i -> Math.exp(logits[i] - logits[ids[0]])).toArray();
    double sum = Arrays.stream(p).sum();
    return Arrays.stream(p).map(x -> x / sum).toArray();
  }
}
