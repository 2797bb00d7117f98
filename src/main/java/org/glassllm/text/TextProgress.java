package org.glassllm.text;

import java.util.function.LongConsumer;

/**
 * Reports the progress of long work on texts. Each thread has its own listener, which may also stop
 * the work.
 */
public final class TextProgress {
  private static final ThreadLocal<LongConsumer> LISTENER = new ThreadLocal<>();

  private TextProgress() {}

  /**
   * Registers the listener of the calling thread; {@code null} removes the listener.
   *
   * @param listener receives the size in bytes of each block that this thread reads from a text,
   *     and 0 after other work; an exception from the listener ends the work
   */
  public static void listen(LongConsumer listener) {
    LISTENER.set(listener);
  }

  /**
   * Notifies the listener of the calling thread. Long work calls this method at least twice a
   * second.
   *
   * @param bytes the number of bytes read since the last report; 0 after other work
   */
  public static void report(long bytes) {
    LongConsumer listener = LISTENER.get();
    if (listener != null) {
      listener.accept(bytes);
    }
  }
}
