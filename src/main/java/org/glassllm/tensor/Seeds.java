package org.glassllm.tensor;

import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * Generates random numbers as a function of seed, purpose, step and micro-step only.
 *
 * <p>A run that resumes at step k must draw the same random numbers as an uninterrupted run. DJL
 * can seed the engine's random-number generator, but can neither save nor restore its state. Each
 * use therefore seeds the generator from the four values.
 */
public final class Seeds {
  private final long seed;

  /**
   * Creates the random numbers of a run.
   *
   * @param seed seed of the run
   */
  public Seeds(long seed) {
    this.seed = seed;
  }

  /** The purpose of random numbers; each purpose has its own sequence. */
  public enum Purpose {
    /** The initial values of parameters. */
    INITIALIZATION,
    /** The dropout masks. */
    DROPOUT,
    /** The windows of the corpus in a batch. */
    DATA,
    /** The tokens that are sampled. */
    SAMPLING,
    /** The order of responses in minibatches. */
    MINIBATCHES
  }

  /** Returns a 64-bit seed that depends on the run's seed and the arguments. */
  public long at(Purpose purpose, long step, long microStep) {
    long h = mix(seed + 0x9E3779B97F4A7C15L);
    h = mix(h ^ mix(purpose.ordinal() + 1L));
    h = mix(h ^ mix(step + 0x632BE59BD9B4E019L));
    return mix(h ^ mix(microStep + 0x85157AF5L));
  }

  /** Returns a Java random-number generator with the seed {@link #at}. */
  public SplittableRandom random(Purpose purpose, long step, long microStep) {
    return new SplittableRandom(at(purpose, step, microStep));
  }

  /**
   * Seeds the engine's random-number generator and runs an action that uses the generator.
   *
   * <p>All threads of the process share the generator. Only one action runs at a time. Two training
   * runs in one process therefore draw the same numbers as each run would draw alone.
   *
   * @return the result of the action
   */
  public <T> T drawing(Purpose purpose, long step, long microStep, Supplier<T> action) {
    synchronized (Seeds.class) {
      Torch.engine().setRandomSeed((int) at(purpose, step, microStep));
      return action.get();
    }
  }

  /** Applies the finalizer of SplitMix64; each input bit changes about half of the output bits. */
  private static long mix(long z) {
    long x = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    x = (x ^ (x >>> 27)) * 0x94D049BB133111EBL;
    return x ^ (x >>> 31);
  }
}
