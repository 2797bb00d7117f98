package org.glassllm.align;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.glassllm.base.Check;
import org.glassllm.tensor.Seeds;

/**
 * Divides the responses of a rollout into the batches of several optimizer steps. Each epoch uses
 * every response once, in its own random order. An epoch consists of minibatches, one per optimizer
 * step. A minibatch consists of micro-batches, whose gradients are accumulated.
 *
 * @param epochs number of epochs per rollout, at least 1
 * @param minibatches number of minibatches per epoch, at least 1
 * @param microBatches number of micro-batches per minibatch, at least 1
 * @param seed determines the order of the responses
 */
public record RolloutPlan(int epochs, int minibatches, int microBatches, long seed) {
  /** Checks the numbers. */
  public RolloutPlan {
    Check.positive("epochs", epochs);
    Check.positive("minibatches", minibatches);
    Check.positive("microBatches", microBatches);
  }

  /** Returns the number of optimizer steps per rollout, if no limit ends the rollout earlier. */
  public int steps() {
    return epochs * minibatches;
  }

  /** Returns the number of micro-batches per epoch. */
  int parts() {
    return minibatches * microBatches;
  }

  /**
   * Returns the responses of a micro-batch, a pure function of the arguments. The micro-batches of
   * an epoch differ by at most one response in size.
   *
   * @param index the index of the rollout
   * @param step the optimizer step of the rollout, from 0
   * @param micro the micro-batch of the step, from 0
   * @param rows the indices of all responses to train on
   */
  int[] rows(long index, int step, int micro, int... rows) {
    int[] order = shuffled(index, step / minibatches, rows);
    int part = step % minibatches * microBatches + micro;
    int from = (int) ((long) part * rows.length / parts());
    int to = (int) ((part + 1L) * rows.length / parts());
    return Arrays.copyOfRange(order, from, to);
  }

  private int[] shuffled(long index, int epoch, int... rows) {
    SplittableRandom random = new Seeds(seed).random(Seeds.Purpose.MINIBATCHES, index, epoch);
    int[] order = rows.clone();
    for (int i = order.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1), swapped = order[i];
      order[i] = order[other];
      order[other] = swapped;
    }
    return order;
  }
}
