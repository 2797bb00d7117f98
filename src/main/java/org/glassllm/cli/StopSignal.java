package org.glassllm.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntConsumer;
import org.jline.utils.Signals;

/**
 * Handles Ctrl-C, SIGTERM and SIGHUP: the first signal asks training to end with a checkpoint, a
 * second signal ends the process at once.
 */
final class StopSignal implements AutoCloseable {
  private static final Map<String, Integer> NUMBERS = Map.of("HUP", 1, "INT", 2, "TERM", 15);
  private static final int SIGNALLED = 128;

  private final Map<String, Object> previous = new LinkedHashMap<>();
  private final PrintWriter err;
  private final IntConsumer end;
  private volatile int exitCode;

  /** Registers handlers that report a signal on {@code err}. */
  StopSignal(PrintWriter err) {
    this(err, Runtime.getRuntime()::halt);
    NUMBERS.forEach(
        (name, number) ->
            previous.put(name, Signals.register(name, () -> received(SIGNALLED + number))));
  }

  /**
   * Creates a stop signal without handlers.
   *
   * @param end ends the process with an exit code
   */
  StopSignal(PrintWriter err, IntConsumer end) {
    this.err = err;
    this.end = end;
  }

  /** Handles a signal; {@code code} is 128 plus the number of the signal. */
  synchronized void received(int code) {
    if (asked()) {
      end.accept(code);
    }
    exitCode = code;
    String line = "Stopping: saving a checkpoint. A second Ctrl-C ends the process at once.";
    err.println(Terminal.isThere() ? TrainProgress.CLEAR_LINE + line : line);
    err.flush();
  }

  /** Returns whether a signal arrived. */
  boolean asked() {
    return exitCode != 0;
  }

  /** Returns 128 plus the number of the signal that arrived, or 0 if no signal arrived. */
  int exitCode() {
    return exitCode;
  }

  @Override
  public void close() {
    previous.forEach(Signals::unregister);
  }
}
