package org.glassllm.text;

/** The teller that writes: it draws each alternative with its probability. */
public final class Narrator implements Teller {
  private final StringBuilder text = new StringBuilder();
  private long state;
  private double logProbability;
  private double entropy;

  /**
   * @param seed the same seed tells the same stories, on every platform
   */
  public Narrator(long seed) {
    this.state = seed;
  }

  @Override
  public int choose(Choice choice) {
    int total = choice.totalWeight();
    if (total == 0) {
      throw new IllegalStateException(
          "a story came to a choice where nothing is possible, after: " + text);
    }
    int draw = (int) Long.remainderUnsigned(nextLong(), total);
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

  /** Tells one story and returns its text. */
  public String tell(Story story) {
    text.setLength(0);
    logProbability = 0;
    entropy = 0;
    story.tell(this);
    return text.toString();
  }

  /** The natural logarithm of the product of the probabilities drawn for the last story. */
  public double logProbability() {
    return logProbability;
  }

  /**
   * The entropies of the last story's choices, summed, in nats. Its mean over stories is that of
   * the negative log-probability, the entropy of a story, but it scatters less.
   */
  public double entropy() {
    return entropy;
  }

  /** SplitMix64: written out here because a corpus must not change with the Java version. */
  private long nextLong() {
    state += 0x9E3779B97F4A7C15L;
    long z = state;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
