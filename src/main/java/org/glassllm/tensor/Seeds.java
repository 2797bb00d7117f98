package org.glassllm.tensor;

import java.util.SplittableRandom;

/**
 * Randomness as a function of where one is: (seed, purpose, step, micro-step).
 *
 * <p>DJL can seed the engine's generator but neither save nor restore its state. A run that resumes
 * at step k must still draw what the uninterrupted run drew there; so the generator is seeded anew
 * from these numbers before each use, and nothing has to be saved.
 */
public final class Seeds {
  private final long seed;

  /**
   * @param seed the run's seed
   */
  public Seeds(long seed) {
    this.seed = seed;
  }

  /** What the random numbers are for; each purpose has a stream of its own. */
  public enum Purpose {
    /** First values of parameters. */
    INITIALIZATION,
    /** Dropout masks. */
    DROPOUT,
    /** Which windows of the corpus a batch shows. */
    DATA,
    /** Drawing tokens. */
    SAMPLING
  }

  /** A 64-bit seed for a purpose at a place. */
  public long at(Purpose purpose, long step, long microStep) {
    long h = mix(seed + 0x9E3779B97F4A7C15L);
    h = mix(h ^ mix(purpose.ordinal() + 1L));
    h = mix(h ^ mix(step + 0x632BE59BD9B4E019L));
    return mix(h ^ mix(microStep + 0x85157AF5L));
  }

  /** A Java generator for a purpose at a place. */
  public SplittableRandom random(Purpose purpose, long step, long microStep) {
    return new SplittableRandom(at(purpose, step, microStep));
  }

  /** Seeds the engine's generator for a purpose at a place. */
  public void seedEngine(Purpose purpose, long step, long microStep) {
    Torch.engine().setRandomSeed((int) at(purpose, step, microStep));
  }

  /** The finalizer of SplitMix64: every input bit changes about half of the output bits. */
  private static long mix(long z) {
    long x = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    x = (x ^ (x >>> 27)) * 0x94D049BB133111EBL;
    return x ^ (x >>> 31);
  }
}
