package org.glassllm.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import org.glassllm.align.Rendering;
import org.glassllm.batch.Example;
import org.glassllm.text.examples.ExampleReader;
import org.glassllm.text.examples.LengthLimit;
import org.glassllm.text.examples.ReadOptions;
import org.glassllm.text.examples.ReadReport;

/** Instructions and dialogues with their answers. */
public final class InstructionData extends ExampleData {
  private final boolean fullLoss;

  /**
   * Examples whose prompts a model answers.
   *
   * @param examples the examples
   * @param count the rows of their file
   */
  public record Questions(List<org.glassllm.text.examples.Example> examples, Count count) {}

  /**
   * Creates the data of a run.
   *
   * @param fullLoss whether the training loss counts the tokens of prompts too
   */
  InstructionData(ExampleSource source, boolean fullLoss) {
    super(source);
    this.fullLoss = fullLoss;
  }

  private int context() {
    return examples().context();
  }

  @Override
  ReadReport read(Path file, Rendering rendering, Consumer<List<Example>> each) {
    return examples(
        file,
        rendering,
        examples().options(),
        context(),
        example -> each.accept(List.of(rendering.of(example))));
  }

  @Override
  Example forTraining(Example text) {
    return fullLoss ? counted(text) : text;
  }

  private static ReadReport examples(
      Path file,
      Rendering rendering,
      ReadOptions options,
      int context,
      Consumer<org.glassllm.text.examples.Example> each) {
    LengthLimit limit = new LengthLimit(e -> rendering.of(e).length(), context, "tokens");
    return ExampleReader.examples(file, options, limit, each);
  }

  /**
   * Returns the held-out examples of this data.
   *
   * @param most maximum number of examples; the first ones are returned
   */
  public Questions heldOut(Rendering rendering, int most) {
    return examples().heldOut() == null
        ? questions(Path.of(source()), rendering, context(), InstructionData::isHeldOut, most)
        : questions(Path.of(examples().heldOut()), rendering, context(), row -> true, most);
  }

  /** Returns the training examples of this data. */
  Questions training(Rendering rendering) {
    LongPredicate chosen = row -> examples().heldOut() != null || !isHeldOut(row);
    return questions(Path.of(source()), rendering, context(), chosen, Integer.MAX_VALUE);
  }

  /**
   * Returns the examples of a file that fit into a context.
   *
   * @param most maximum number of examples; the first ones are returned
   */
  public static Questions questions(Path file, Rendering rendering, int context, int most) {
    return questions(file, rendering, context, row -> true, most);
  }

  private static Questions questions(
      Path file, Rendering rendering, int context, LongPredicate chosen, int most) {
    List<org.glassllm.text.examples.Example> all = new ArrayList<>();
    long[] rows = new long[1];
    ReadReport report =
        examples(
            file,
            rendering,
            ReadOptions.DEFAULT,
            context,
            example -> {
              if (chosen.test(++rows[0]) && all.size() < most) {
                all.add(example);
              }
            });
    return new Questions(all, new Count(file.toString(), report));
  }

  /** Returns an example whose mask has all tokens. */
  private static Example counted(Example example) {
    boolean[] all = new boolean[example.length()];
    Arrays.fill(all, true);
    return new Example(example.ids(), all);
  }
}
