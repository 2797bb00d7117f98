package org.glassllm.train;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.glassllm.base.InputException;
import org.glassllm.base.SafeFiles;
import org.glassllm.checkpoint.TrainerState;

/**
 * A log that appends one row per step to {@code metrics.csv}. A resumed run deletes the rows after
 * its checkpoint, because the run repeats the steps of these rows. A file of another version may
 * have other columns for the stage: the log keeps them, and adds its own columns, which are empty
 * in the rows so far.
 */
public final class MetricsLog implements TrainListener, AutoCloseable {
  /** The names of the columns that every run has; the columns of a stage follow. */
  public static final String HEADER =
      "step,tokens,loss,val_loss,lr,grad_norm,tokens_per_s,memory_mib";

  private static final List<String> COLUMNS = List.of(HEADER.split(","));
  private static final int VALIDATION_LOSS = COLUMNS.indexOf("val_loss");
  private static final int COMMON = COLUMNS.size();
  private static final String NUMBER = ",(-?\\d+(\\.\\d+)?(E-?\\d+)?|NaN|-?Infinity)";
  private static final String OPTIONAL = "(" + NUMBER + "|,)";
  private static final Pattern NAME = Pattern.compile("[a-z0-9_/]+");

  private final Path file;
  private List<String> names;
  private FileChannel channel;

  /** Creates a log of a stage that has no metrics of its own. */
  public MetricsLog(Path file) {
    this(file, List.of());
  }

  /**
   * Creates a log; {@link #onStart} opens the file.
   *
   * @param names the names of the stage's metrics, which become columns
   */
  public MetricsLog(Path file, List<String> names) {
    this.file = file;
    this.names = List.copyOf(names);
  }

  private String header() {
    return header(names);
  }

  private static String header(List<String> names) {
    return names.isEmpty() ? HEADER : HEADER + "," + String.join(",", names);
  }

  private static Pattern row(int more) {
    String common = "\\d{1,18},\\d{1,18}" + NUMBER + OPTIONAL + NUMBER.repeat(4);
    return Pattern.compile(common + OPTIONAL.repeat(more));
  }

  @Override
  public void onStart(TrainerState from, TrainSettings settings) {
    if (!Files.exists(file)) {
      replace(Stream.empty());
      return;
    }
    List<String> found = names(file);
    List<String> rows = rows(file, found, from.step(), true);
    names = Stream.concat(names.stream(), found.stream()).distinct().toList();
    replace(rows.stream().map(row -> arranged(row, found)));
  }

  /** Returns a row with all columns of this log; a column that the row lacks is empty. */
  private String arranged(String row, List<String> found) {
    List<String> cells = List.of(row.split(",", -1));
    Stream<String> own =
        names.stream()
            .map(found::indexOf)
            .map(column -> column < 0 ? "" : cells.get(COMMON + column));
    return Stream.concat(cells.stream().limit(COMMON), own).collect(Collectors.joining(","));
  }

  /**
   * Returns the lines of a file: the header, then the rows. Empty lines are skipped.
   *
   * @throws InputException if the header is not one of this class, a line is no row, or a step does
   *     not increase
   */
  public static List<String> lines(Path file) {
    List<String> names = names(file), lines = new ArrayList<>(List.of(header(names)));
    lines.addAll(rows(file, names, Long.MAX_VALUE, false));
    return lines;
  }

  /** Returns the names of the stage's columns in a file; empty if the header is damaged. */
  private static List<String> names(Path file) {
    String header = SafeFiles.readText(file).lines().findFirst().orElse("");
    if (!header.startsWith(HEADER + ",")) {
      return List.of();
    }
    List<String> names = List.of(header.substring(HEADER.length() + 1).split(",", -1));
    boolean valid = names.stream().allMatch(name -> NAME.matcher(name).matches());
    return valid && new HashSet<>(names).size() == names.size() ? names : List.of();
  }

  /**
   * Returns the rows up to a step; later rows are not checked.
   *
   * @param cut whether a kill may have truncated the last line
   */
  private static List<String> rows(Path file, List<String> names, long step, boolean cut) {
    Pattern format = row(names.size());
    List<String> lines = SafeFiles.readText(file).lines().toList(), rows = new ArrayList<>();
    String header = lines.isEmpty() ? "" : lines.get(0);
    if (!header.replaceFirst("memory_mb$", "memory_mib").equals(header(names))) { // in older runs
      throw new InputException(
          "%s, line 1: \"%s\" must be the header %s; restore the file from a copy",
          file, InputException.shown(header), header(names));
    }
    long last = -1;
    for (int i = 1; i < lines.size(); i++) {
      String line = lines.get(i);
      boolean truncated = cut && i == lines.size() - 1 && !line.contains(",");
      if (line.isEmpty() || truncated) {
        continue;
      }
      long own = step(line);
      if (own <= last || own <= step && !format.matcher(line).matches()) {
        throw new InputException(
            "%s, line %s: \"%s\" must be a row of numbers with a later step than the row before;"
                + " delete the line, or restore the file from a copy",
            file, i + 1, InputException.shown(line));
      }
      last = own;
      if (own <= step) {
        rows.add(line);
      }
    }
    return rows;
  }

  /** Returns the step of a row, or -1 if the line has none. */
  private static long step(String line) {
    String first = line.substring(0, Math.max(0, line.indexOf(',')));
    return first.matches("[0-9]{1,18}") ? Long.parseLong(first) : -1;
  }

  @Override
  public void onLateValidation(long step, Validator.Result result) {
    close();
    Stream<String> rows = SafeFiles.readText(file).lines().skip(1);
    replace(rows.map(row -> step(row) == step ? with(row, result) : row));
  }

  /** Returns a row with the results of its evaluation. */
  private String with(String row, Validator.Result result) {
    String[] cells = row.split(",", -1);
    cells[VALIDATION_LOSS] = String.valueOf(result.loss());
    for (int i = 0; i < names.size(); i++) {
      Double value = result.metrics().get(names.get(i));
      cells[COMMON + i] = value == null ? cells[COMMON + i] : value.toString();
    }
    return String.join(",", cells);
  }

  /** Replaces the file by the given rows and opens the file to append more. */
  private void replace(Stream<String> rows) {
    StringBuilder text = new StringBuilder(header()).append('\n');
    rows.forEach(row -> text.append(row).append('\n'));
    SafeFiles.replace(file, text.toString());
    attempt(() -> channel = FileChannel.open(file, StandardOpenOption.APPEND));
  }

  @Override
  public void onStep(StepMetrics m) {
    write(row(m));
  }

  /**
   * Returns the CSV row of a step, without a line end. Losses are exact, so that runs can be
   * compared.
   */
  private String row(StepMetrics m) {
    Object validation = Double.isNaN(m.validationLoss()) ? "" : m.validationLoss();
    return String.format(
            "%s,%s,%s,%s,%s,%s",
            m.step(), m.tokens(), m.loss(), validation, m.learningRate(), m.gradientNorm())
        + String.format(Locale.ROOT, ",%.1f,%.1f", m.tokensPerSecond(), m.memoryMiB())
        + names.stream()
            .map(name -> "," + (m.more().containsKey(name) ? m.more().get(name) : ""))
            .collect(Collectors.joining());
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
