package org.glassllm.text.tales;

/**
 * A teller that writes stories; the teller draws each alternative with the alternative's
 * probability.
 */
public final class Narrator implements Teller {
  private final StringBuilder text = new StringBuilder();
  private final Dice dice;
  private double logProbability;
  private double entropy;

  /**
   * Creates a narrator.
   *
   * @param seed the seed of the random-number generator; the same seed gives the same stories on
   *     every platform
   */
  public Narrator(long seed) {
    this.dice = new Dice(seed);
  }

  @Override
  public int choose(Choice choice) {
    int total = choice.totalWeight();
    if (total == 0) {
      throw new IllegalStateException("no alternative is possible after: " + text);
    }
    int draw = dice.below(total);
    int index = 0;
    while (draw >= choice.alternatives().get(index).weight()) {
      draw -= choice.alternatives().get(index).weight();
      index++;
    }
    Alternative taken = choice.alternatives().get(index);
    text.append(taken.text());
    logProbability += Math.log((double) taken.weight() / total);
    entropy += choice.entropy();
    return index;
  }

  /** Generates one story and returns the text of the story. */
  public String tell(Story story) {
    text.setLength(0);
    logProbability = 0;
    entropy = 0;
    story.tell(this);
    return text.toString();
  }

  /** Returns the log-probability of the last story in nats. */
  public double logProbability() {
    return logProbability;
  }

  /**
   * Returns the sum of the entropies of the last story's choices, in nats. The mean of this sum
   * over many stories is the entropy of a story. The sum varies less than the negative
   * log-probability of a story.
   */
  public double entropy() {
    return entropy;
  }
}
