package org.glassllm.text.examples;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.glassllm.base.InputException;
import org.glassllm.base.JsonField;
import org.glassllm.base.SafeFiles;
import org.glassllm.text.Document;

/**
 * Reads examples from a JSON array or from JSONL as a stream; one row at a time is held in memory.
 *
 * <p>Every row is counted. A malformed row is skipped, and a report names the file, the row and the
 * reason; if the options are strict, the first malformed row is an error.
 *
 * @param <T> the type of an example
 */
public final class ExampleReader<T> {
  private final Path file;
  private final ReadOptions options;
  private final Function<JsonField, T> parser;
  private final LengthLimit limit;
  private final Function<T, T> fit;
  private final List<String> faults = new ArrayList<>();
  private long kept;
  private long skipped;
  private long truncated;

  private ExampleReader(
      Path file,
      ReadOptions options,
      Function<JsonField, T> parser,
      LengthLimit limit,
      Function<T, T> fit) {
    this.file = file;
    this.options = options;
    this.parser = parser;
    this.limit = limit;
    this.fit = fit;
  }

  /**
   * Reads instructions and dialogues. A row has one of these layouts:
   *
   * <ul>
   *   <li>Alpaca: {@code instruction}, {@code input} (optional) and {@code output}; also {@code
   *       system} and {@code history}, a list of pairs of question and answer
   *   <li>ChatML: {@code messages} with {@code role} and {@code content}
   *   <li>ShareGPT: {@code conversations} with {@code from} and {@code value}; also {@code system}
   * </ul>
   *
   * <p>If a dialogue is too long, its last exchanges are removed, and the row counts as truncated.
   * If the first exchange is too long, the row is skipped.
   *
   * @param each receives each example
   * @throws InputException if the file cannot be read, if no row is an example, or if the options
   *     are strict and a row is malformed or too long
   */
  public static ReadReport examples(Path file, ReadOptions options, Consumer<Example> each) {
    LengthLimit limit = LengthLimit.characters(options.mostCharacters());
    return examples(file, options, limit, each);
  }

  /**
   * Reads instructions and dialogues as {@link #examples(Path, ReadOptions, Consumer)} does, with
   * another limit of their length.
   *
   * @param limit replaces {@code mostCharacters} of the options
   */
  public static ReadReport examples(
      Path file, ReadOptions options, LengthLimit limit, Consumer<Example> each) {
    return new ExampleReader<>(file, options, ExampleRows::example, limit, limit::fit).read(each);
  }

  /**
   * Reads preferences in TRL's layouts: {@code prompt}, {@code chosen} and {@code rejected}, as
   * texts or as lists of messages. The prompt may be absent if the answers are lists of messages;
   * their common start is then the prompt. A preference that is too long is skipped.
   *
   * @param each receives each preference
   * @throws InputException as {@link #examples} does
   */
  public static ReadReport preferences(Path file, ReadOptions options, Consumer<Preference> each) {
    LengthLimit limit = LengthLimit.characters(options.mostCharacters());
    return preferences(file, options, limit, Preference::length, each);
  }

  /**
   * Reads preferences as {@link #preferences(Path, ReadOptions, Consumer)} does, with another limit
   * of their length.
   *
   * @param limit replaces {@code mostCharacters} of the options
   * @param length returns the length of a preference in the unit of the limit
   */
  public static ReadReport preferences(
      Path file,
      ReadOptions options,
      LengthLimit limit,
      ToIntFunction<Preference> length,
      Consumer<Preference> each) {
    Function<Preference, Preference> fit =
        preference -> {
          int found = length.applyAsInt(preference);
          if (found > limit.most()) {
            throw limit.tooLong("the texts have", found);
          }
          return preference;
        };
    return new ExampleReader<>(file, options, ExampleRows::preference, limit, fit).read(each);
  }

  private ReadReport read(Consumer<T> each) {
    SafeFiles.requireRegular(file);
    try (RowReader rows = new RowReader(Document.of(file).open(), RowReader.MOST)) {
      for (Row row = rows.next(); row != null; row = rows.next()) {
        T example = example(row);
        if (example != null) {
          each.accept(example);
        }
      }
    } catch (IOException e) {
      throw SafeFiles.cannot("read", file, e);
    }
    if (kept == 0) {
      String first = faults.isEmpty() ? "the file has no rows" : faults.get(0);
      throw new InputException(
          "no example in %s: %s; give a JSON array or JSONL with one example a row", file, first);
    }
    return new ReadReport(kept, skipped, truncated, faults);
  }

  /** Returns the example of a row; null if the row is skipped. */
  private T example(Row row) {
    String place = file + " " + row.place();
    try {
      if (!row.fault().isEmpty()) {
        throw new InputException("%s is %s; correct or remove the row", place, row.fault());
      }
      JsonField json = JsonField.parse(row.text(), place);
      T whole = parser.apply(json);
      T fitting = fit.apply(whole);
      if (!fitting.equals(whole)) {
        truncate(place);
      }
      kept++;
      return fitting;
    } catch (InputException e) {
      String message = e.getMessage();
      String fault = message.startsWith(place) ? message : place + ": " + message;
      if (options.strict()) {
        throw new InputException(fault, e);
      }
      skipped++;
      keep(fault);
      return null;
    }
  }

  private void truncate(String place) {
    String message = limit.truncated(place);
    if (options.strict()) {
      throw new InputException(message + "; shorten the row, or raise the limit");
    }
    truncated++;
    keep(message);
  }

  private void keep(String fault) {
    if (faults.size() < ReadReport.MOST_FAULTS) {
      faults.add(fault);
    }
  }
}
