package org.glassllm.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.glassllm.align.Rendering;
import org.glassllm.base.Hash;
import org.glassllm.base.InputException;
import org.glassllm.base.SafeFiles;
import org.glassllm.batch.Example;
import org.glassllm.batch.ExampleFile;
import org.glassllm.text.examples.ExampleReader;
import org.glassllm.text.examples.LengthLimit;
import org.glassllm.text.examples.ReadOptions;
import org.glassllm.text.examples.ReadReport;
import org.glassllm.token.Tokenizer;

/**
 * Instructions and dialogues for fine-tuning, in JSON or JSONL. Without a file of held-out
 * examples, every tenth example is held out.
 */
public final class InstructionData implements RunData {
  private static final int HELD_OUT_EVERY = 10;

  private final String source;
  private final Sft sft;
  private final int context;
  private final List<Count> counts = new ArrayList<>();

  /**
   * The rows of a file.
   *
   * @param file the file
   * @param report the counts of the rows
   */
  public record Count(String file, ReadReport report) {}

  /**
   * Examples whose prompts a model answers.
   *
   * @param examples the examples
   * @param count the rows of their file
   */
  public record Questions(List<org.glassllm.text.examples.Example> examples, Count count) {}

  InstructionData(String source, Sft sft, int context) {
    this.source = source;
    this.sft = sft;
    this.context = context;
    files().forEach(file -> SafeFiles.requireRegular(Path.of(file)));
  }

  private List<String> files() {
    return sft.heldOut() == null ? List.of(source) : List.of(source, sft.heldOut());
  }

  /** Returns the counts of each file's rows; empty before the data is encoded. */
  public List<Count> counts() {
    return List.copyOf(counts);
  }

  @Override
  public String source() {
    return source;
  }

  @Override
  public String sha256() {
    String sums = String.join("", files().stream().map(f -> Hash.sha256(Path.of(f))).toList());
    return Hash.sha256(sums);
  }

  @Override
  public String size() {
    try {
      return String.format(Locale.ROOT, "%,d bytes", Files.size(Path.of(source)));
    } catch (IOException e) {
      throw SafeFiles.cannot("read", Path.of(source), e);
    }
  }

  /**
   * {@inheritDoc}
   *
   * @throws InputException always, because fine-tuning uses the tokenizer of the parent run
   */
  @Override
  public Tokenizer tokenizer(Recipe recipe) {
    throw new InputException(
        "fine-tuning on %s has no tokenizer of its own; start a new run from a parent run", source);
  }

  /**
   * Renders the examples and writes them. A row that is malformed or too long is skipped or
   * truncated, and {@link #counts} reports the row.
   */
  @Override
  public void encode(Tokenizer tokenizer, Path training, Path validation) {
    counts.clear();
    Rendering rendering = new Rendering(sft.format(), tokenizer);
    ExampleFile.write(
        training,
        validation,
        tokenizer.vocabSize(),
        (train, heldOut) -> {
          long[] rows = new long[1];
          read(
              source,
              rendering,
              example -> {
                boolean out = sft.heldOut() == null && ++rows[0] % HELD_OUT_EVERY == 0;
                (out ? heldOut : train).accept(out ? example : counted(example));
              });
          if (sft.heldOut() != null) {
            read(sft.heldOut(), rendering, heldOut);
          } else if (rows[0] < HELD_OUT_EVERY) {
            throw new InputException(
                "%s has %s examples, must have at least %s, because every tenth example is held"
                    + " out; give more examples, or a file of held-out examples",
                source, rows[0], HELD_OUT_EVERY);
          }
        });
  }

  private void read(String file, Rendering rendering, ExampleFile.Sink sink) {
    ReadReport report =
        read(
            Path.of(file),
            rendering,
            sft.strict(),
            context,
            example -> sink.accept(rendering.of(example)));
    counts.add(new Count(file, report));
  }

  private static ReadReport read(
      Path file,
      Rendering rendering,
      boolean strict,
      int context,
      Consumer<org.glassllm.text.examples.Example> each) {
    LengthLimit limit = new LengthLimit(e -> rendering.of(e).length(), context, "tokens");
    ReadOptions options = new ReadOptions(strict, ReadOptions.DEFAULT.mostCharacters());
    return ExampleReader.examples(file, options, limit, each);
  }

  /**
   * Returns the held-out examples of this data.
   *
   * @param most maximum number of examples; the first ones are returned
   */
  public Questions heldOut(Rendering rendering, int most) {
    return sft.heldOut() == null
        ? questions(Path.of(source), rendering, context, HELD_OUT_EVERY, most)
        : questions(Path.of(sft.heldOut()), rendering, context, 1, most);
  }

  /**
   * Returns the examples of a file that fit into a context.
   *
   * @param most maximum number of examples; the first ones are returned
   */
  public static Questions questions(Path file, Rendering rendering, int context, int most) {
    return questions(file, rendering, context, 1, most);
  }

  private static Questions questions(
      Path file, Rendering rendering, int context, int every, int most) {
    List<org.glassllm.text.examples.Example> all = new ArrayList<>();
    long[] rows = new long[1];
    ReadReport report =
        read(
            file,
            rendering,
            false,
            context,
            example -> {
              if (++rows[0] % every == 0 && all.size() < most) {
                all.add(example);
              }
            });
    return new Questions(all, new Count(file.toString(), report));
  }

  /** Returns an example whose mask has the tokens that the training loss counts. */
  private Example counted(Example example) {
    if (!sft.fullLoss()) {
      return example;
    }
    boolean[] all = new boolean[example.length()];
    Arrays.fill(all, true);
    return new Example(example.ids(), all);
  }

  @Override
  public Provenance.Data describe(Tokenizer tokenizer) {
    return new Provenance.Data(source, sha256(), null, null, null, null);
  }
}
