package org.glassllm.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.glassllm.text.download.Download;

/** Shows a download: a bar where there is a terminal, else a line now and then. */
abstract class TransferProgress implements Download.Listener, AutoCloseable {
  private static final double MEGABYTE = 1_000_000;

  /** The kind that suits the place where we run. */
  static TransferProgress of(String name, PrintWriter err) {
    return System.console() == null ? new Lines(name, err) : new Bar(name);
  }

  @Override
  public abstract void close();

  private static final class Bar extends TransferProgress {
    private final ProgressBar bar;

    Bar(String name) {
      bar =
          new ProgressBarBuilder()
              .setTaskName(name)
              .setUnit(" MB", (long) MEGABYTE)
              .setInitialMax(-1)
              .showSpeed()
              .build();
    }

    @Override
    public void progress(long done, long total) {
      bar.maxHint(total);
      bar.stepTo(done);
    }

    @Override
    public void close() {
      bar.close();
    }
  }

  /** One line at once, one every five seconds, one at the end. */
  static final class Lines extends TransferProgress {
    private static final Duration PAUSE = Duration.ofSeconds(5);
    private final String name;
    private final PrintWriter err;
    private Instant next = Instant.MIN;

    Lines(String name, PrintWriter err) {
      this.name = name;
      this.err = err;
    }

    @Override
    public void progress(long done, long total) {
      Instant now = Instant.now();
      if (now.isBefore(next) && done != total) {
        return;
      }
      next = now.plus(PAUSE);
      String of = total < 0 ? "" : String.format(java.util.Locale.ROOT, " of %.1f", mb(total));
      err.println(String.format(java.util.Locale.ROOT, "%s: %.1f%s MB", name, mb(done), of));
      err.flush();
    }

    @Override
    public void close() {
      err.flush();
    }

    private static double mb(long bytes) {
      return bytes / MEGABYTE;
    }
  }
}
