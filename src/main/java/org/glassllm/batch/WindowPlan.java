package org.glassllm.batch;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.glassllm.base.Check;
import org.glassllm.base.InputException;
import org.glassllm.tensor.Seeds;

/**
 * A plan that chooses the windows of each batch. The choice is a pure function of seed, step and
 * micro-step, so each batch of a run can be reproduced without the previous batches.
 */
public interface WindowPlan {

  /** Returns the index of the first token of each window in a batch, (B). */
  long[] starts(long step, int microStep);

  /**
   * Returns a plan of windows at random positions, sampled independently, as in nanoGPT.
   *
   * @param sourceSize the number of tokens in the corpus
   * @param rows the batch size B
   * @param tokens the number of tokens T in a window; the last target needs one more token
   * @param seeds the source of random numbers
   */
  static WindowPlan random(long sourceSize, int rows, int tokens, Seeds seeds) {
    long places = places(sourceSize, tokens);
    return (step, microStep) -> {
      SplittableRandom random = seeds.random(Seeds.Purpose.DATA, step, microStep);
      long[] starts = new long[rows];
      Arrays.setAll(starts, r -> random.nextLong(places));
      return starts;
    };
  }

  /**
   * Returns a plan of epochs. Each epoch visits every window once; the windows do not overlap, and
   * the order is random in each epoch. A batch may contain the end of one epoch and the start of
   * the next.
   *
   * @param sourceSize the number of tokens in the corpus
   * @param rows the batch size B
   * @param tokens the number of tokens T in a window
   * @param microSteps the number of micro-batches in a step
   * @param seeds the source of random numbers
   */
  static WindowPlan shuffled(long sourceSize, int rows, int tokens, int microSteps, Seeds seeds) {
    Check.positive("microSteps", microSteps);
    places(sourceSize, tokens);
    long windows = (sourceSize - 1) / tokens;
    return (step, microStep) -> {
      long first = (step * microSteps + microStep) * rows;
      long[] starts = new long[rows];
      for (int r = 0; r < rows; r++) {
        long pass = (first + r) / windows;
        Permutation order = new Permutation(windows, seeds.at(Seeds.Purpose.DATA, pass, -1));
        starts[r] = order.at((first + r) % windows) * tokens;
      }
      return starts;
    };
  }

  private static long places(long sourceSize, int tokens) {
    if (sourceSize < tokens + 1L) {
      throw new InputException(
          "the corpus has %s tokens, but a context of %s needs at least %s; give more"
              + " text or a smaller context",
          sourceSize, tokens, tokens + 1L);
    }
    return sourceSize - tokens;
  }
}
