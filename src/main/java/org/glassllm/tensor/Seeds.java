package org.glassllm.tensor;

import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * Generates random numbers as a pure function of (seed, purpose, step, micro-step).
 *
 * <p>A run that resumes at step k must draw the numbers of the uninterrupted run. DJL can seed the
 * engine's generator, but can neither save nor restore its state. Therefore each use seeds the
 * generator from these four values.
 */
public final class Seeds {
  private final long seed;

  /**
   * @param seed the run's seed
   */
  public Seeds(long seed) {
    this.seed = seed;
  }

  /** The use of random numbers; each purpose has its own stream. */
  public enum Purpose {
    /** Initial values of parameters. */
    INITIALIZATION,
    /** Dropout masks. */
    DROPOUT,
    /** The windows of the corpus in a batch. */
    DATA,
    /** Sampled tokens. */
    SAMPLING
  }

  /** Returns the 64-bit seed of these values. */
  public long at(Purpose purpose, long step, long microStep) {
    long h = mix(seed + 0x9E3779B97F4A7C15L);
    h = mix(h ^ mix(purpose.ordinal() + 1L));
    h = mix(h ^ mix(step + 0x632BE59BD9B4E019L));
    return mix(h ^ mix(microStep + 0x85157AF5L));
  }

  /** Returns a Java generator that these values seed. */
  public SplittableRandom random(Purpose purpose, long step, long microStep) {
    return new SplittableRandom(at(purpose, step, microStep));
  }

  /**
   * Seeds the engine's generator and runs an action that draws from it.
   *
   * <p>The generator belongs to the whole process. One action runs at a time, so two trainings in
   * one process draw the same numbers as each would alone.
   *
   * @return the action's result
   */
  public <T> T drawing(Purpose purpose, long step, long microStep, Supplier<T> action) {
    synchronized (Seeds.class) {
      Torch.engine().setRandomSeed((int) at(purpose, step, microStep));
      return action.get();
    }
  }

  /** The finalizer of SplitMix64: every input bit changes about half of the output bits. */
  private static long mix(long z) {
    long x = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    x = (x ^ (x >>> 27)) * 0x94D049BB133111EBL;
    return x ^ (x >>> 31);
  }
}
