package org.glassllm.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ctrl-C and SIGTERM: the step in progress is finished, a checkpoint is saved, then the process
 * ends.
 */
final class StopSignal implements AutoCloseable {
  private final AtomicBoolean asked = new AtomicBoolean();
  private final CountDownLatch finished = new CountDownLatch(1);
  private final Thread hook =
      new Thread(
          () -> {
            asked.set(true);
            try {
              finished.await(); // the system would end the process when its hooks return
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          },
          "stop-signal");

  StopSignal() {
    Runtime.getRuntime().addShutdownHook(hook);
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
