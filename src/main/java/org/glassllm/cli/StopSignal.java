package org.glassllm.cli;

import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/** Handles Ctrl-C and SIGTERM: the process ends after the step in progress and its checkpoint. */
final class StopSignal implements AutoCloseable {
  private final AtomicBoolean asked = new AtomicBoolean();
  private final CountDownLatch finished = new CountDownLatch(1);
  private final PrintWriter err;
  private final Thread hook = new Thread(this::stop, "stop-signal");

  /** Registers the handler; it reports a signal on {@code err}. */
  StopSignal(PrintWriter err) {
    this.err = err;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Waits for {@link #close}: the process ends when this method returns. */
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

  /** Returns whether a signal arrived. */
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
        return; // the process is already ending
      }
    }
  }
}
