package org.glassllm.text.tales;

import java.util.List;
import org.glassllm.base.Check;

/**
 * Random numbers of SplitMix64. The algorithm is written here, so that a corpus does not change
 * with the Java version.
 */
public final class Dice {
  private long state;

  /**
   * Creates dice.
   *
   * @param seed the seed; the same seed gives the same numbers on every platform
   */
  public Dice(long seed) {
    this.state = seed;
  }

  /**
   * Returns the dice of one item of a sequence. The dice of two items are independent, so an item
   * can be generated without the items before it.
   */
  public static Dice at(long seed, long index) {
    return new Dice(new Dice(new Dice(seed).nextLong() + index).nextLong());
  }

  /** Returns the next random number of 64 bits. */
  public long nextLong() {
    state += 0x9E3779B97F4A7C15L;
    long z = state;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** Returns a random number from 0 to {@code bound} − 1. */
  public int below(int bound) {
    return (int) Long.remainderUnsigned(nextLong(), Check.positive("bound", bound));
  }

  /** Returns true with a probability, from 0 to 1. */
  public boolean chance(double probability) {
    return (nextLong() >>> 11) * 0x1.0p-53 < probability;
  }

  /** Returns a random element of a list, which must not be empty. */
  public <T> T pick(List<T> list) {
    return list.get(below(list.size()));
  }
}
