package org.glassllm.batch;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.glassllm.base.Check;
import org.glassllm.base.InputException;
import org.glassllm.tensor.Seeds;

/**
 * Chooses the windows of a batch: a pure function of (seed, step, micro-step), so every batch of a
 * run can be reproduced without the previous ones.
 */
public interface WindowPlan {

  /** Returns the index of the first token of each window of a batch. */
  long[] starts(long step, int microStep);

  /**
   * Returns a plan of windows at random positions, sampled independently, as in nanoGPT.
   *
   * @param sourceSize tokens in the corpus
   * @param rows B, windows in a batch
   * @param tokens T, tokens in a window; a window needs one more as its last target
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
   * Returns a plan of epochs: each epoch visits every window of a grid once, in its own random
   * order. A batch may end one epoch and start the next.
   *
   * @param microSteps batches in a step
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
