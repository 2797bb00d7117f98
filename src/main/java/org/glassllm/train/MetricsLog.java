package org.glassllm.train;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.glassllm.base.InputException;
import org.glassllm.base.SafeFiles;
import org.glassllm.checkpoint.TrainerState;

/**
 * Appends a row per step to {@code metrics.csv}. When a run is resumed, rows after its checkpoint
 * are deleted, because those steps are repeated.
 */
public final class MetricsLog implements TrainListener, AutoCloseable {
  /** The first line: the names of the columns. */
  public static final String HEADER =
      "step,tokens,loss,val_loss,lr,grad_norm,tokens_per_s,memory_mb";

  private static final String NUMBER = ",(-?\\d+(\\.\\d+)?(E-?\\d+)?|NaN|-?Infinity)";
  private static final Pattern ROW =
      Pattern.compile("\\d{1,18},\\d{1,18}" + NUMBER + "(" + NUMBER + "|,)" + NUMBER.repeat(4));

  private final Path file;
  private FileChannel channel;

  /** Creates a log; the file is opened when training starts. */
  public MetricsLog(Path file) {
    this.file = file;
  }

  @Override
  public void onStart(TrainerState from, TrainSettings settings) {
    StringBuilder kept = new StringBuilder(HEADER).append('\n');
    if (Files.exists(file)) {
      rows(from.step()).forEach(row -> kept.append(row).append('\n'));
    }
    SafeFiles.replace(file, kept.toString());
    try {
      channel = FileChannel.open(file, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw SafeFiles.cannot("write", file, e);
    }
  }

  /** Returns the rows up to a step. They were synced before its checkpoint, so they are whole. */
  private List<String> rows(long step) {
    List<String> all = SafeFiles.readText(file).lines().toList(), kept = new ArrayList<>();
    long last = 0;
    for (int line = 1; line < all.size() && last < step; line++) {
      String row = all.get(line);
      if (!ROW.matcher(row).matches()) {
        throw new InputException(
            "%s, line %s: \"%s\" is no row of numbers; delete the line, or restore the file from a"
                + " copy",
            file, line + 1, InputException.shown(row));
      }
      last = Long.parseLong(row.substring(0, row.indexOf(',')));
      if (last <= step) {
        kept.add(row);
      }
    }
    return kept;
  }

  @Override
  public void onStep(StepMetrics m) {
    write(row(m));
  }

  /** Returns a row without a line end. Losses keep every bit, so runs can be compared. */
  static String row(StepMetrics m) {
    Object validation = Double.isNaN(m.validationLoss()) ? "" : m.validationLoss();
    return String.format(
            "%s,%s,%s,%s,%s,%s",
            m.step(), m.tokens(), m.loss(), validation, m.learningRate(), m.gradientNorm())
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
