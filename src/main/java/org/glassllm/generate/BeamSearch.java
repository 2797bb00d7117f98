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
 * Beam search, which keeps the {@code beams} most probable unfinished texts at each length. The
 * score of a complete text with n tokens, end token included, is {@code log p / n^penalty}. This is
 * the score of Wu et al. 2016, section 7, with a simple power as the length penalty.
 *
 * @param beams number of unfinished texts, at least 1; 1 is greedy decoding
 * @param lengthPenalty exponent of the length, at least 0. With 0, the score is the sum of
 *     log-probabilities; with 1, the score is their mean.
 */
public record BeamSearch(int beams, double lengthPenalty) {
  /** Checks the range of each field. */
  public BeamSearch {
    Check.positive("beams", beams);
    Check.notNegative("lengthPenalty", lengthPenalty);
  }

  /**
   * A complete text and its score.
   *
   * @param ids ids of the new tokens without the end token
   * @param logProbability log-probability of the new tokens, end token included, in nats
   * @param score the number that beam search maximizes
   */
  public record Hypothesis(IntList ids, double logProbability, double score) {}

  /** An unfinished text, its row in the decoder, and the token to append. */
  private record Beam(IntList ids, double logProbability, int row, int next) {}

  /**
   * Returns up to {@code beams} complete texts, best score first.
   *
   * @param prompt ids of the prompt, at least one
   * @param maxTokens maximum number of new tokens, at least 1; a text of this length is complete
   * @param stopIds ids of the end tokens
   * @param manager the parent of the manager that owns all arrays
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

  /** Returns whether no continuation of a beam can score higher than the complete texts. */
  private boolean hopeless(Beam beam, List<Hypothesis> complete, int maxTokens) {
    double best = beam.logProbability() / Math.pow(maxTokens, lengthPenalty);
    return complete.size() == beams && best <= complete.get(beams - 1).score();
  }

  private static List<Beam> renumbered(List<Beam> beams) {
    return IntStream.range(0, beams.size())
        .mapToObj(r -> new Beam(beams.get(r).ids(), beams.get(r).logProbability(), r, 0))
        .toList();
  }

  /**
   * Returns the {@code 2 · beams} most likely continuations, because half of them may be complete.
   */
  private List<Beam> likeliest(List<Beam> open, float[]... logits) {
    List<Beam> all = new ArrayList<>();
    for (Beam beam : open) {
      TokenDistribution next =
          TokenDistribution.of(
              logits[beam.row()],
              new Sampling(1, (int) Math.min(2L * beams, logits[beam.row()].length), 1, 1));
      int[] ids = next.ids();
      double[] logP = TokenDistribution.logProbabilities(logits[beam.row()]);
      for (int id : ids) {
        all.add(new Beam(beam.ids(), beam.logProbability() + logP[id], beam.row(), id));
      }
    }
    all.sort(Comparator.comparingDouble(Beam::logProbability).reversed());
    return all.subList(0, (int) Math.min(2L * beams, all.size()));
  }
}
