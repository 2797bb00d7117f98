package org.glassllm.train;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.glassllm.base.InputException;
import org.glassllm.base.SafeFiles;
import org.glassllm.checkpoint.TrainerState;

/**
 * A log that appends one row per step to {@code metrics.csv}. A resumed run deletes the rows after
 * its checkpoint, because the run repeats the steps of these rows.
 */
public final class MetricsLog implements TrainListener, AutoCloseable {
  /** First line of the file, with the names of the columns. */
  public static final String HEADER =
      "step,tokens,loss,val_loss,lr,grad_norm,tokens_per_s,memory_mib";

  private static final String NUMBER = ",(-?\\d+(\\.\\d+)?(E-?\\d+)?|NaN|-?Infinity)";
  private static final Pattern ROW =
      Pattern.compile("\\d{1,18},\\d{1,18}" + NUMBER + "(" + NUMBER + "|,)" + NUMBER.repeat(4));

  private final Path file;
  private FileChannel channel;

  /** Creates a log; {@link #onStart} opens the file. */
  public MetricsLog(Path file) {
    this.file = file;
  }

  @Override
  public void onStart(TrainerState from, TrainSettings settings) {
    List<String> lines =
        Files.exists(file) ? SafeFiles.readText(file).lines().toList() : List.of(HEADER);
    replace(
        IntStream.range(1, lines.size())
            .filter(i -> isUpTo(lines.get(i), i + 1, from.step()))
            .mapToObj(lines::get));
  }

  @Override
  public void onLateValidation(long step, double validationLoss) {
    close();
    String row = "(%d,[^,]*,[^,]*,),".formatted(step);
    replace(
        SafeFiles.readText(file)
            .lines()
            .skip(1)
            .map(line -> line.replaceFirst("^" + row, "$1" + validationLoss + ",")));
  }

  /** Replaces the file by the given rows and opens the file to append more. */
  private void replace(Stream<String> rows) {
    StringBuilder text = new StringBuilder(HEADER).append('\n');
    rows.forEach(row -> text.append(row).append('\n'));
    SafeFiles.replace(file, text.toString());
    attempt(() -> channel = FileChannel.open(file, StandardOpenOption.APPEND));
  }

  /** Returns whether a row belongs to a step up to {@code step}; false for a truncated row. */
  private boolean isUpTo(String row, int line, long step) {
    String first = row.substring(0, Math.max(0, row.indexOf(',')));
    boolean later = first.matches("\\d{1,18}") && Long.parseLong(first) > step;
    if (row.contains(",") && !later && !ROW.matcher(row).matches()) {
      throw new InputException(
          "%s, line %s: \"%s\" must be a row of numbers; delete the line, or restore the file from a"
              + " copy",
          file, line, InputException.shown(row));
    }
    return row.contains(",") && !later;
  }

  @Override
  public void onStep(StepMetrics m) {
    write(row(m));
  }

  /** Returns a row without a line end. Losses are exact, so that runs can be compared. */
  static String row(StepMetrics m) {
    Object validation = Double.isNaN(m.validationLoss()) ? "" : m.validationLoss();
    return String.format(
            "%s,%s,%s,%s,%s,%s",
            m.step(), m.tokens(), m.loss(), validation, m.learningRate(), m.gradientNorm())
        + String.format(Locale.ROOT, ",%.1f,%.1f", m.tokensPerSecond(), m.memoryMiB());
  }

  private void write(String row) {
    ByteBuffer bytes = ByteBuffer.wrap((row + "\n").getBytes(StandardCharsets.UTF_8));
    attempt(
        () -> {
          while (bytes.hasRemaining()) {
            channel.write(bytes);
          }
        });
  }

  @Override
  public void beforeCheckpoint(TrainerState state) {
    attempt(() -> channel.force(false));
  }

  @Override
  public void close() {
    if (channel != null) {
      attempt(channel::close);
    }
  }

  private interface FileAction {
    void run() throws IOException;
  }

  private void attempt(FileAction action) {
    try {
      action.run();
    } catch (IOException e) {
      throw SafeFiles.cannot("write", file, e);
    }
  }
}
