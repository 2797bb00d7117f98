package org.glassllm.text.tales;

import java.util.Arrays;
import org.apache.commons.math3.stat.StatUtils;
import org.glassllm.base.Check;

/**
 * The entropy of tales: the lowest expected loss of any model.
 *
 * <p>The values are means over generated tales; there are too many tales to list them all. Each
 * tale counts with the entropies of its choices instead of its own log-probability: the mean is the
 * same, the variance smaller. Standard errors state the precision.
 *
 * @param natsPerTale entropy of a tale
 * @param natsPerTaleError its standard error
 * @param charactersPerTale mean length in {@code char}s
 * @param natsPerCharacter the ratio of the two: the entropy rate of consecutive tales
 * @param natsPerCharacterError its standard error
 */
public record TaleEntropy(
    double natsPerTale,
    double natsPerTaleError,
    double charactersPerTale,
    double natsPerCharacter,
    double natsPerCharacterError) {

  private static final int TALES = 20_000;

  /** Returns the entropy of {@link Tales}, from 20,000 tales of a fixed seed. */
  public static TaleEntropy expected() {
    return estimate(Tales.STORY, TALES, 1);
  }

  /**
   * Estimates the entropy of a grammar.
   *
   * @param story the grammar
   * @param tales number of samples, at least 2
   * @param seed of the samples
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
    double meanNats = StatUtils.mean(nats);
    double meanLength = StatUtils.mean(lengths);
    double ratio = meanNats / meanLength;
    // The error of a ratio of means, to first order, is that of the mean of nats − ratio · length.
    double[] residuals = new double[tales];
    Arrays.setAll(residuals, i -> (nats[i] - ratio * lengths[i]) / meanLength);
    return new TaleEntropy(
        meanNats, standardError(nats), meanLength, ratio, standardError(residuals));
  }

  private static double standardError(double... values) {
    return Math.sqrt(StatUtils.variance(values) / values.length);
  }
}
