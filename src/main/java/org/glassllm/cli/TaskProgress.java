package org.glassllm.cli;

import java.io.PrintWriter;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;

/** Shows progress on stderr: a bar in a terminal, otherwise a line every five seconds. */
final class TaskProgress implements AutoCloseable {
  private static final long PAUSE_NANOS = 5_000_000_000L;

  private final PrintWriter err;
  private final boolean terminal;
  private String task = "";
  private ProgressBar bar;
  private long start;
  private long lastLine;

  TaskProgress(PrintWriter err, boolean terminal) {
    this.err = err;
    this.terminal = terminal;
  }

  /**
   * Reports the bytes of a transfer. Without a terminal, the start and the end of the transfer get
   * a line too.
   */
  void megabytes(String name, long done, long total) {
    boolean first = begin(name, total, " MB", 1_000_000);
    if (!moveBar(done, total) && (first || done == total || due())) {
      String of = total < 0 ? "" : Subcommand.format(" of %.1f", total / 1e6);
      say("%s: %.1f%s MB", name, done / 1e6, of);
    }
  }

  /** Reports the progress of a computation and an estimate of the remaining time. */
  void step(String name, long done, long total) {
    begin(name, total, "", 1);
    if (!moveBar(done, total) && due()) {
      double left = (System.nanoTime() - start) / 1e9 * (total - done) / Math.max(done, 1);
      say("%s: %.0f %%, about %.0f s left", name, 100.0 * done / total, left);
    }
  }

  /** Starts a new bar if the task is new, and returns whether the task is new. */
  private boolean begin(String name, long total, String unit, long unitSize) {
    if (name.equals(task)) {
      return false;
    }
    close();
    task = name;
    start = System.nanoTime();
    lastLine = start;
    if (terminal) {
      ProgressBarBuilder builder = new ProgressBarBuilder().setTaskName(name);
      if (!unit.isEmpty()) {
        builder.showSpeed();
      }
      bar = builder.setUnit(unit, unitSize).setInitialMax(total).build();
    }
    return true;
  }

  private boolean moveBar(long done, long total) {
    if (bar != null) {
      bar.maxHint(total);
      bar.stepTo(done);
    }
    return bar != null;
  }

  private boolean due() {
    return System.nanoTime() - lastLine > PAUSE_NANOS;
  }

  private void say(String format, Object... values) {
    lastLine = System.nanoTime();
    err.println(Subcommand.format(format, values));
    err.flush();
  }

  /** Ends the task; the next report starts a new task. */
  @Override
  public void close() {
    task = "";
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
