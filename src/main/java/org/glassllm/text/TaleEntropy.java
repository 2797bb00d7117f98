package org.glassllm.text;

import org.glassllm.base.Check;

/**
 * The floor in expectation: what a tale holds that nobody can foresee, on average.
 *
 * <p>These are means over generated tales, not sums over all tales, which are too many to list. A
 * tale counts with the entropies of its choices, not with its own log-probability: both have the
 * same mean, and the first scatters less. The standard errors say how far the means may be off.
 *
 * @param natsPerTale entropy of a tale
 * @param natsPerTaleError its standard error
 * @param charactersPerTale mean length in {@code char}s
 * @param natsPerCharacter the ratio of the two: the entropy rate of tales one after another
 * @param natsPerCharacterError its standard error
 */
public record TaleEntropy(
    double natsPerTale,
    double natsPerTaleError,
    double charactersPerTale,
    double natsPerCharacter,
    double natsPerCharacterError) {

  /** Tales behind {@link #expected()}. */
  private static final int TALES = 20_000;

  /** The floor from 20,000 tales of a fixed seed. */
  public static TaleEntropy expected() {
    return estimate(Tales.STORY, TALES, 1);
  }

  /**
   * The floor of any story.
   *
   * @param story the grammar
   * @param tales how many to draw, at least 2
   * @param seed of the draws
   */
  public static TaleEntropy estimate(Story story, int tales, long seed) {
    Check.atLeast("tales", tales, 2);
    Narrator narrator = new Narrator(seed);
    double[] nats = new double[tales];
    double[] lengths = new double[tales];
    for (int i = 0; i < tales; i++) {
      lengths[i] = narrator.tell(story).length();
      nats[i] = narrator.entropy();
    }
    double meanNats = mean(nats);
    double meanLength = mean(lengths);
    double ratio = meanNats / meanLength;
    // The error of a ratio of means, to first order: that of the mean of nats − ratio · length.
    double[] residuals = new double[tales];
    for (int i = 0; i < tales; i++) {
      residuals[i] = (nats[i] - ratio * lengths[i]) / meanLength;
    }
    return new TaleEntropy(
        meanNats, standardError(nats), meanLength, ratio, standardError(residuals));
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double v : values) {
      sum += v;
    }
    return sum / values.length;
  }

  private static double standardError(double[] values) {
    double mean = mean(values);
    double sum = 0;
    for (double v : values) {
      sum += (v - mean) * (v - mean);
    }
    return Math.sqrt(sum / (values.length - 1) / values.length);
  }
}
