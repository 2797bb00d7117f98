package org.glassllm.generate;

import ai.djl.ndarray.NDManager;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntList;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.glassllm.base.Check;
import org.glassllm.model.LanguageModel;

/**
 * Beam search: keeps the {@code beams} most probable beginnings at each length. The result is the
 * complete text with the best score, {@code log p / n^penalty} for n tokens, the end token included
 * (Wu et al. 2016, section 7, with the plain power as the length penalty).
 *
 * @param beams number of beginnings, at least 1; 1 is greedy
 * @param lengthPenalty 0 compares sums of log-probabilities, 1 their means; at least 0
 */
public record BeamSearch(int beams, double lengthPenalty) {
  /** Checks the ranges. */
  public BeamSearch {
    Check.positive("beams", beams);
    Check.notNegative("lengthPenalty", lengthPenalty);
  }

  /**
   * A text and its score.
   *
   * @param ids the new tokens; an end token is left out
   * @param logProbability of the new tokens, an end token included, in nats
   * @param score what beam search maximizes
   */
  public record Hypothesis(IntList ids, double logProbability, double score) {}

  /** A beginning and its row in the decoder. */
  private record Beam(IntList ids, double logProbability, int row, int next) {}

  /**
   * Returns the best complete texts, the best first.
   *
   * @param prompt at least one token
   * @param maxTokens a text of this many tokens is complete, at least 1
   * @param stopIds tokens that complete a text
   * @param manager a child of it owns all arrays
   */
  public List<Hypothesis> search(
      LanguageModel model, int[] prompt, int maxTokens, Set<Integer> stopIds, NDManager manager) {
    Check.positive("tokens", maxTokens);
    List<Hypothesis> complete = new ArrayList<>();
    try (Decoder decoder = new Decoder(model, true, manager)) {
      float[][] logits = {decoder.feed(prompt)};
      List<Beam> open = List.of(new Beam(new IntArrayList(), 0, 0, 0));
      for (int length = 1; !open.isEmpty(); length++) {
        List<Beam> next = new ArrayList<>();
        for (Beam candidate : likeliest(open, logits)) {
          boolean stop = stopIds.contains(candidate.next());
          IntArrayList ids = new IntArrayList(candidate.ids());
          if (!stop) {
            ids.add(candidate.next());
          }
          if (stop || length == maxTokens) {
            double score = candidate.logProbability() / Math.pow(length, lengthPenalty);
            complete.add(new Hypothesis(ids, candidate.logProbability(), score));
          } else if (next.size() < beams) {
            next.add(new Beam(ids, candidate.logProbability(), candidate.row(), candidate.next()));
          }
        }
        complete.sort(Comparator.comparingDouble(Hypothesis::score).reversed());
        complete.subList(Math.min(beams, complete.size()), complete.size()).clear();
        next.removeIf(beam -> hopeless(beam, complete, maxTokens));
        if (!next.isEmpty()) {
          decoder.select(next.stream().mapToInt(Beam::row).toArray());
          logits =
              decoder.feedRows(next.stream().map(b -> new int[] {b.next()}).toArray(int[][]::new));
        }
        open = renumbered(next);
      }
    }
    return complete;
  }

  /** Returns whether no continuation can reach the complete texts; more tokens only lower log p. */
  private boolean hopeless(Beam beam, List<Hypothesis> complete, int maxTokens) {
    double best = beam.logProbability() / Math.pow(maxTokens, lengthPenalty);
    return complete.size() == beams && best <= complete.get(beams - 1).score();
  }

  private static List<Beam> renumbered(List<Beam> beams) {
    return IntStream.range(0, beams.size())
        .mapToObj(r -> new Beam(beams.get(r).ids(), beams.get(r).logProbability(), r, 0))
        .toList();
  }

  /** Returns twice as many continuations as beams, the likeliest first: half of them may end. */
  private List<Beam> likeliest(List<Beam> open, float[]... logits) {
    List<Beam> all = new ArrayList<>();
    for (Beam beam : open) {
      TokenDistribution next =
          TokenDistribution.of(logits[beam.row()], new Sampling(1, 2 * beams, 1, 1));
      int[] ids = next.ids();
      double[] logP = logProbabilities(logits[beam.row()]);
      for (int id : ids) {
        all.add(new Beam(beam.ids(), beam.logProbability() + logP[id], beam.row(), id));
      }
    }
    all.sort(Comparator.comparingDouble(Beam::logProbability).reversed());
    return all.subList(0, Math.min(2 * beams, all.size()));
  }

  /** Returns the logarithm of softmax. */
  static double[] logProbabilities(float... logits) {
    double max = Double.NEGATIVE_INFINITY, sum = 0;
    for (float x : logits) {
      max = Math.max(max, x);
    }
    for (float x : logits) {
      sum += Math.exp(x - max);
    }
    double normalizer = max + Math.log(sum);
    return IntStream.range(0, logits.length).mapToDouble(i -> logits[i] - normalizer).toArray();
  }
}
