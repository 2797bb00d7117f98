package org.glassllm.train;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import org.glassllm.base.SafeFiles;
import org.glassllm.checkpoint.TrainerState;

/**
 * Keeps {@code metrics.csv}: one row a step, at once in the file. When a run goes on, rows after
 * its checkpoint are dropped, since those steps are taken again.
 */
public final class MetricsLog implements TrainListener, AutoCloseable {
  /** The first line. */
  public static final String HEADER =
      "step,tokens,loss,val_loss,lr,grad_norm,tokens_per_s,memory_mb";

  private final Path file;
  private FileChannel channel;

  /**
   * @param file where the rows go
   */
  public MetricsLog(Path file) {
    this.file = file;
  }

  @Override
  public void onStart(TrainerState from, TrainSettings settings) {
    StringBuilder kept = new StringBuilder(HEADER).append('\n');
    if (Files.exists(file)) {
      SafeFiles.readText(file)
          .lines()
          .skip(1)
          .filter(row -> isUpTo(row, from.step()))
          .forEach(row -> kept.append(row).append('\n'));
    }
    SafeFiles.replace(file, kept.toString());
    try {
      channel = FileChannel.open(file, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw SafeFiles.cannot("write", file, e);
    }
  }

  /** A row that a kill cut short has no step number, or one that is dropped. */
  private static boolean isUpTo(String row, long step) {
    int comma = row.indexOf(',');
    return comma > 0
        && row.substring(0, comma).matches("\\d{1,18}")
        && Long.parseLong(row.substring(0, comma)) <= step;
  }

  @Override
  public void onStep(StepMetrics m) {
    write(row(m));
  }

  /** A row without its end of line. Losses keep every bit, so that runs can be compared. */
  static String row(StepMetrics m) {
    return m.step()
        + ","
        + m.tokens()
        + ","
        + m.loss()
        + ","
        + (Double.isNaN(m.validationLoss()) ? "" : m.validationLoss())
        + ","
        + m.learningRate()
        + ","
        + m.gradientNorm()
        + String.format(Locale.ROOT, ",%.1f,%.1f", m.tokensPerSecond(), m.memoryMiB());
  }

  private void write(String row) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap((row + "\n").getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      throw SafeFiles.cannot("write", file, e);
    }
  }

  @Override
  public void beforeCheckpoint(TrainerState state) {
    try {
      channel.force(false);
    } catch (IOException e) {
      throw SafeFiles.cannot("write", file, e);
    }
  }

  @Override
  public void close() {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      throw SafeFiles.cannot("write", file, e);
    }
  }
}
