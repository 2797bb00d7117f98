package org.glassllm.batch;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.glassllm.base.InputException;

/**
 * Batches of consecutive steps, prepared ahead by a thread of its own, so that training never waits
 * for a disk.
 */
public final class BatchStream implements AutoCloseable {
  private static final int AHEAD = 4;

  private final BlockingQueue<Object> ready = new ArrayBlockingQueue<>(AHEAD);
  private final Thread producer;

  /**
   * @param firstStep where to begin
   * @param microSteps batches in a step
   */
  public BatchStream(
      TokenSource source, WindowPlan plan, int tokens, long firstStep, int microSteps) {
    producer =
        new Thread(
            () -> {
              try {
                produce(source, plan, tokens, firstStep, microSteps);
              } catch (InterruptedException e) {
                // closed: nobody waits for more
                Thread.currentThread().interrupt();
              }
            },
            "batches");
    producer.setDaemon(true);
    producer.start();
  }

  private void produce(
      TokenSource source, WindowPlan plan, int tokens, long firstStep, int microSteps)
      throws InterruptedException {
    for (long step = firstStep; ; step++) {
      for (int micro = 0; micro < microSteps; micro++) {
        Object next;
        try {
          next = Batch.of(source, plan.starts(step, micro), tokens);
        } catch (RuntimeException | Error e) {
          ready.put(e);
          return;
        }
        ready.put(next);
      }
    }
  }

  /** The next batch, in order of step and micro-step. */
  public Batch next() {
    try {
      Object next = ready.take();
      if (next instanceof Batch batch) {
        return batch;
      }
      ready.add(next); // whoever asks again hears it again: the thread has ended
      if (next instanceof InternalError e) { // how a mapped file that was cut short shows
        throw new InputException("a token file was cut short while it was read; make it anew", e);
      }
      if (next instanceof RuntimeException e) {
        throw e;
      }
      throw (Error) next;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for a batch", e);
    }
  }

  @Override
  public void close() {
    producer.interrupt();
  }
}
