package org.glassllm.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.glassllm.base.Check;

/**
 * The calibration of a model that predicts which of two answers is preferred. A model is calibrated
 * if it is right in 80 % of the pairs in which the predicted probability of its choice is 80 %.
 *
 * @param pairs number of pairs
 * @param accuracy share of pairs in which the model prefers the chosen answer; a tie counts as one
 *     half
 * @param bins the bins that contain pairs, by increasing probability
 */
public record Calibration(int pairs, Estimate accuracy, List<Bin> bins) {
  private static final double LEAST = 0.5; // the model chooses the answer that is more probable

  /**
   * The pairs with similar predicted probabilities.
   *
   * @param pairs number of pairs, at least 1
   * @param predicted mean of the predicted probabilities, from 0.5 to 1
   * @param observed share of pairs in which the model prefers the chosen answer, with its interval
   */
  public record Bin(int pairs, double predicted, Estimate observed) {}

  /**
   * Returns the calibration of the Bradley-Terry model, which predicts the probability {@code
   * σ(difference)}.
   *
   * @param differences reward of the chosen answer minus reward of the rejected answer, one per
   *     pair, at least one
   * @param bins number of bins of equal width between the probabilities 0.5 and 1, at least 1
   */
  public static Calibration of(double[] differences, int bins) {
    Check.positive("number of pairs", differences.length);
    Check.positive("bins", bins);
    List<Bin> found = new ArrayList<>();
    for (int i = 0; i < bins; i++) {
      int bin = i;
      double[] own =
          Arrays.stream(differences).filter(d -> bin(confidence(d), bins) == bin).toArray();
      if (own.length > 0) {
        double mean = Arrays.stream(own).map(Calibration::confidence).average().orElseThrow();
        found.add(new Bin(own.length, mean, accuracy(own)));
      }
    }
    return new Calibration(differences.length, accuracy(differences), List.copyOf(found));
  }

  /** Returns the predicted probability of the answer with the higher reward. */
  private static double confidence(double difference) {
    return 1 / (1 + Math.exp(-Math.abs(difference)));
  }

  private static int bin(double confidence, int bins) {
    return Math.min(bins - 1, (int) ((confidence - LEAST) / (1 - LEAST) * bins));
  }

  private static Estimate accuracy(double... differences) {
    double agreeing = Arrays.stream(differences).map(d -> d > 0 ? 1 : d == 0 ? 0.5 : 0).sum();
    return Estimate.share(agreeing, differences.length);
  }

  /**
   * Returns the mean distance between predicted probability and observed share, weighted by the
   * number of pairs (expected calibration error, Guo et al. 2017); 0 for a calibrated model.
   */
  public double error() {
    return bins.stream()
        .mapToDouble(
            bin -> bin.pairs() * Math.abs(bin.predicted() - bin.observed().value()) / pairs)
        .sum();
  }
}
