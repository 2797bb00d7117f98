package org.glassllm.text;

import java.util.function.LongConsumer;

/** Reports long work on texts to a listener of the working thread, which may also stop the work. */
public final class TextProgress {
  private static final ThreadLocal<LongConsumer> LISTENER = new ThreadLocal<>();

  private TextProgress() {}

  /**
   * Registers the listener of this thread; {@code null} removes it.
   *
   * @param listener receives the size in bytes of each block that this thread reads from a text,
   *     and 0 after other work; an exception that it throws ends the work
   */
  public static void listen(LongConsumer listener) {
    LISTENER.set(listener);
  }

  /** Notifies the listener of this thread; long work calls this at least twice a second. */
  public static void report(long bytes) {
    LongConsumer listener = LISTENER.get();
    if (listener != null) {
      listener.accept(bytes);
    }
  }
}
