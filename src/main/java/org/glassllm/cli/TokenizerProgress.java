package org.glassllm.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.glassllm.token.bpe.TrainingProgress;

/** Shows training on stderr: a bar with the time left in a terminal, else a line now and then. */
final class TokenizerProgress implements TrainingProgress, AutoCloseable {
  private static final long LINE_EVERY_NANOS = 2_000_000_000L;

  private final PrintWriter err;
  private final long bytes;
  private final boolean terminal = Terminal.isThere();
  private Phase phase;
  private ProgressBar bar;
  private long phaseStart;
  private long lastLine;

  TokenizerProgress(PrintWriter err, List<Path> files) {
    this.err = err;
    this.bytes = TokenizerTrain.bytes(files);
  }

  @Override
  public void progress(Phase now, long done, long total) {
    long all = now == Phase.READ ? bytes : total;
    if (now != phase) {
      close();
      phase = now;
      phaseStart = System.nanoTime();
      lastLine = phaseStart;
      bar = terminal ? newBar(all) : null;
    }
    if (bar != null) {
      bar.maxHint(all);
      bar.stepTo(done);
    } else if (System.nanoTime() - lastLine > LINE_EVERY_NANOS) {
      lastLine = System.nanoTime();
      double seconds = (lastLine - phaseStart) / 1e9;
      err.printf(
          "%s: %.0f %%, about %.0f s left%n",
          name(), 100.0 * done / all, seconds * (all - done) / Math.max(done, 1));
      err.flush();
    }
  }

  private ProgressBar newBar(long all) {
    return new ProgressBarBuilder().setTaskName(name()).setInitialMax(all).build();
  }

  private String name() {
    return phase == Phase.READ ? "counting words" : "merging pairs";
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
