package org.glassllm.text.tales;

/** A teller that writes: it draws each alternative with its probability. */
public final class Narrator implements Teller {
  private final StringBuilder text = new StringBuilder();
  private long state;
  private double logProbability;
  private double entropy;

  /**
   * Creates a narrator.
   *
   * @param seed the same seed gives the same stories on every platform
   */
  public Narrator(long seed) {
    this.state = seed;
  }

  @Override
  public int choose(Choice choice) {
    int total = choice.totalWeight();
    if (total == 0) {
      throw new IllegalStateException("no alternative is possible after: " + text);
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

  /** Returns the log-probability of the last story in nats. */
  public double logProbability() {
    return logProbability;
  }

  /**
   * Returns the sum of the entropies of the last story's choices, in nats. Its mean over stories is
   * the entropy of a story; it varies less than the negative log-probability.
   */
  public double entropy() {
    return entropy;
  }

  /** SplitMix64, written out: a corpus must not change with the Java version. */
  private long nextLong() {
    state += 0x9E3779B97F4A7C15L;
    long z = state;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
