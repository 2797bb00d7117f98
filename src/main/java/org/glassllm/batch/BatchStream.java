package org.glassllm.batch;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import org.glassllm.base.InputException;
import org.glassllm.base.Progress;

/**
 * A stream of the batches of consecutive steps. A separate thread prepares the batches, so training
 * does not wait for I/O. If the batches {@linkplain BatchSource#dependsOnModel depend on the
 * model}, {@link #next} creates them on its own thread, with the current weights.
 *
 * @param <B> the type of a batch
 */
public final class BatchStream<B> implements AutoCloseable {
  private static final int AHEAD = 4;

  private final BatchSource<B> source;
  private final int microSteps;
  private final Deque<FutureTask<B>> ahead = new ArrayDeque<>();
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
   * Creates a stream, which starts to prepare batches unless the batches depend on the model.
   *
   * @param firstStep the step of the first batch
   * @param microSteps the number of batches in a step
   */
  public BatchStream(BatchSource<B> source, long firstStep, int microSteps) {
    this.source = source;
    this.microSteps = microSteps;
    step = firstStep;
    for (int i = 0; i < AHEAD && !source.dependsOnModel(); i++) {
      prepare(Progress.NONE);
    }
  }

  private void prepare(Progress progress) {
    long nextStep = step;
    int nextMicro = micro;
    FutureTask<B> task = new FutureTask<>(() -> source.at(nextStep, nextMicro, progress));
    ahead.add(task);
    micro = (micro + 1) % microSteps;
    step += micro == 0 ? 1 : 0;
    if (source.dependsOnModel()) {
      task.run();
    } else {
      thread.execute(task);
    }
  }

  /** Returns the next batch as {@link #next(Progress)} does, without reports. */
  public B next() {
    return next(Progress.NONE);
  }

  /**
   * Returns the next batch, in the order of steps and micro-steps. After an error, each further
   * call throws the same error.
   *
   * @param progress receives reports if the batch depends on the model; its exception ends the work
   */
  public B next(Progress progress) {
    try {
      if (ahead.isEmpty()) {
        prepare(progress);
      }
      B batch = ahead.getFirst().get();
      ahead.removeFirst();
      if (!source.dependsOnModel()) {
        prepare(Progress.NONE);
      }
      return batch;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof InternalError) { // Java's error if a mapped file was truncated
        throw new InputException(
            "a token file was truncated during training; encode the text again", e);
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
