package org.glassllm.cli;

import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ctrl-C and SIGTERM: the step in progress is finished, a checkpoint is saved, then the process
 * ends.
 */
final class StopSignal implements AutoCloseable {
  private final AtomicBoolean asked = new AtomicBoolean();
  private final CountDownLatch finished = new CountDownLatch(1);
  private final PrintWriter err;
  private final Thread hook = new Thread(this::stop, "stop-signal");

  /**
   * @param err is told that the signal was heard
   */
  StopSignal(PrintWriter err) {
    this.err = err;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** The system would end the process when this returns. */
  private void stop() {
    asked.set(true);
    if (finished.getCount() > 0) {
      String line = "Stopping: finishing this step, then saving a checkpoint.";
      err.println(Terminal.isThere() ? TrainProgress.CLEAR_LINE + line : line);
      err.flush();
    }
    try {
      finished.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  boolean asked() {
    return asked.get();
  }

  @Override
  public void close() {
    finished.countDown();
    if (!asked.get()) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        return; // the process is ending already
      }
    }
  }
}
