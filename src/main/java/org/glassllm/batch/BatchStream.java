package org.glassllm.batch;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.glassllm.base.InputException;

/**
 * Prepares the batches of consecutive steps on its own thread, so training does not wait for I/O.
 *
 * @param <B> a batch
 */
public final class BatchStream<B> implements AutoCloseable {
  private static final int AHEAD = 4;

  private final BatchSource<B> source;
  private final int microSteps;
  private final Deque<Future<B>> ahead = new ArrayDeque<>();
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread daemon = new Thread(task, "batches");
            daemon.setDaemon(true);
            return daemon;
          });
  private long step;
  private int micro;

  /**
   * Starts the thread.
   *
   * @param firstStep the step of the first batch
   * @param microSteps batches in a step
   */
  public BatchStream(BatchSource<B> source, long firstStep, int microSteps) {
    this.source = source;
    this.microSteps = microSteps;
    step = firstStep;
    for (int i = 0; i < AHEAD; i++) {
      prepare();
    }
  }

  private void prepare() {
    long nextStep = step;
    int nextMicro = micro;
    ahead.add(thread.submit(() -> source.at(nextStep, nextMicro)));
    micro = (micro + 1) % microSteps;
    step += micro == 0 ? 1 : 0;
  }

  /** Returns the next batch, in order of step and micro-step. After an error, it fails again. */
  public B next() {
    try {
      B batch = ahead.getFirst().get();
      ahead.removeFirst();
      prepare();
      return batch;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof InternalError) { // a mapped file was truncated
        throw new InputException("a token file was truncated while it was read; write it again", e);
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) e.getCause();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for a batch", e);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
