package org.glassllm.batch;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.glassllm.base.InputException;

/**
 * Prepares the batches of consecutive steps on its own thread, so training does not wait for I/O.
 *
 * @param <B> a batch
 */
public final class BatchStream<B> implements AutoCloseable {
  private static final int AHEAD = 4;

  private final BlockingQueue<Item<B>> ready = new ArrayBlockingQueue<>(AHEAD);
  private final Thread producer;

  /** A batch, or the error that ended the thread. */
  private record Item<B>(B batch, Throwable error) {}

  /**
   * Starts the thread.
   *
   * @param firstStep the step of the first batch
   * @param microSteps batches in a step
   */
  public BatchStream(BatchSource<B> source, long firstStep, int microSteps) {
    producer =
        new Thread(
            () -> {
              try {
                produce(source, firstStep, microSteps);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // closed: no reader is left
              }
            },
            "batches");
    producer.setDaemon(true);
    producer.start();
  }

  private void produce(BatchSource<B> source, long firstStep, int microSteps)
      throws InterruptedException {
    for (long step = firstStep; ; step++) {
      for (int micro = 0; micro < microSteps; micro++) {
        try {
          ready.put(new Item<>(source.at(step, micro), null));
        } catch (RuntimeException | Error e) {
          ready.put(new Item<>(null, e));
          return;
        }
      }
    }
  }

  /** Returns the next batch, in order of step and micro-step. */
  public B next() {
    try {
      Item<B> next = ready.take();
      if (next.error() == null) {
        return next.batch();
      }
      ready.add(next); // the thread has ended, so every later call fails in the same way
      if (next.error() instanceof InternalError e) { // a mapped file was truncated
        throw new InputException("a token file was truncated while it was read; write it again", e);
      }
      if (next.error() instanceof RuntimeException e) {
        throw e;
      }
      throw (Error) next.error();
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
