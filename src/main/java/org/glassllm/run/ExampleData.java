package org.glassllm.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.glassllm.align.Rendering;
import org.glassllm.base.Hash;
import org.glassllm.base.InputException;
import org.glassllm.base.SafeFiles;
import org.glassllm.batch.Example;
import org.glassllm.batch.ExampleFile;
import org.glassllm.text.examples.ReadReport;
import org.glassllm.token.Tokenizer;

/**
 * Examples for fine-tuning, in JSON or JSONL. Without a file of held-out examples, every tenth
 * example is held out.
 */
public abstract sealed class ExampleData implements RunData
    permits InstructionData, PreferenceData {
  /** The interval of held-out examples in a file that has no held-out file. */
  private static final int HELD_OUT_EVERY = 10;

  private final ExampleSource source;
  private final List<Count> counts = new ArrayList<>();

  /**
   * The rows of a file.
   *
   * @param file the file
   * @param report the counts of the rows
   */
  public record Count(String file, ReadReport report) {}

  ExampleData(ExampleSource source) {
    this.source = source;
    source.files().forEach(SafeFiles::requireRegular);
  }

  /** Returns whether an example is held out in a file without a held-out file; counts from 1. */
  static boolean isHeldOut(long row) {
    return row % HELD_OUT_EVERY == 0;
  }

  /** Returns the files of the examples. */
  final ExampleSource examples() {
    return source;
  }

  /** Returns the counts of each file's rows; empty before the data is encoded. */
  public final List<Count> counts() {
    return List.copyOf(counts);
  }

  @Override
  public final String source() {
    return source.file();
  }

  @Override
  public final String sha256() {
    return Hash.sha256(String.join("", source.files().stream().map(Hash::sha256).toList()));
  }

  @Override
  public final String size() {
    Path file = source.files().get(0);
    try {
      return String.format(Locale.ROOT, "%,d bytes", Files.size(file));
    } catch (IOException e) {
      throw SafeFiles.cannot("read", file, e);
    }
  }

  /**
   * {@inheritDoc}
   *
   * @throws InputException always, because fine-tuning uses the tokenizer of the parent run
   */
  @Override
  public final Tokenizer tokenizer(Recipe recipe) {
    throw new InputException(
        "fine-tuning on %s has no tokenizer of its own; start a new run from a parent run",
        source());
  }

  /** Reads a file and passes on the texts of each example. */
  abstract ReadReport read(Path file, Rendering rendering, Consumer<List<Example>> each);

  /** Returns a text as the training loss counts it; the default is the text itself. */
  Example forTraining(Example text) {
    return text;
  }

  /**
   * Renders the examples and writes them. A row that is malformed or too long is skipped or
   * truncated, and {@link #counts} reports the row.
   */
  @Override
  public final void encode(Tokenizer tokenizer, Path training, Path validation) {
    counts.clear();
    Rendering rendering = new Rendering(source.format(), tokenizer);
    ExampleFile.write(
        training,
        validation,
        tokenizer.vocabSize(),
        (train, heldOut) -> {
          boolean divided = source.heldOut() == null;
          long[] rows = new long[1];
          read(
              rendering,
              source.files().get(0),
              texts -> {
                boolean out = divided && isHeldOut(++rows[0]);
                texts.forEach(
                    text -> (out ? heldOut : train).accept(out ? text : forTraining(text)));
              });
          if (!divided) {
            read(rendering, source.files().get(1), texts -> texts.forEach(heldOut::accept));
          } else if (rows[0] < HELD_OUT_EVERY) {
            throw new InputException(
                "%s has %s examples, must have at least %s, because every tenth example is held"
                    + " out; give more examples, or a file of held-out examples",
                source(), rows[0], HELD_OUT_EVERY);
          }
        });
  }

  private void read(Rendering rendering, Path file, Consumer<List<Example>> each) {
    counts.add(new Count(file.toString(), read(file, rendering, each)));
  }

  @Override
  public final Provenance.Data describe(Tokenizer tokenizer) {
    return new Provenance.Data(source(), sha256(), null, null, null, null);
  }
}
