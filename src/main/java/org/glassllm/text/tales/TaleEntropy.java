package org.glassllm.text.tales;

import java.util.Arrays;
import org.apache.commons.math3.stat.StatUtils;
import org.glassllm.base.Check;

/**
 * The entropy of tales, which is the lowest expected loss that any model can reach.
 *
 * <p>The values are means over generated tales, because there are too many possible tales to list.
 * Each tale contributes the sum of its choices' entropies instead of the negative log-probability;
 * the mean is the same, but the variance is smaller. Standard errors state the precision.
 *
 * @param natsPerTale the entropy of a tale in nats
 * @param natsPerTaleError the standard error of {@code natsPerTale}
 * @param charactersPerTale the mean length of a tale in {@code char}s
 * @param natsPerCharacter the entropy rate of consecutive tales, {@code natsPerTale /
 *     charactersPerTale}
 * @param natsPerCharacterError the standard error of {@code natsPerCharacter}
 */
public record TaleEntropy(
    double natsPerTale,
    double natsPerTaleError,
    double charactersPerTale,
    double natsPerCharacter,
    double natsPerCharacterError) {

  private static final int TALES = 20_000;

  /** Returns the entropy of {@link Tales}, estimated from 20,000 tales with a fixed seed. */
  public static TaleEntropy expected() {
    return estimate(Tales.STORY, TALES, 1);
  }

  /**
   * Returns an estimate of the entropy of a grammar.
   *
   * @param story the grammar
   * @param tales the number of tales to sample, at least 2
   * @param seed the seed of the random-number generator
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
    // To first order, a ratio of means has the standard error of the mean of these residuals.
    double[] residuals = new double[tales];
    Arrays.setAll(residuals, i -> (nats[i] - ratio * lengths[i]) / meanLength);
    return new TaleEntropy(
        meanNats, standardError(nats), meanLength, ratio, standardError(residuals));
  }

  private static double standardError(double... values) {
    return Math.sqrt(StatUtils.variance(values) / values.length);
  }
}
