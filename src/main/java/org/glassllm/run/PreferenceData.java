package org.glassllm.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import org.glassllm.align.Preference;
import org.glassllm.align.Rendering;
import org.glassllm.batch.Example;
import org.glassllm.text.examples.ExampleReader;
import org.glassllm.text.examples.LengthLimit;
import org.glassllm.text.examples.ReadOptions;
import org.glassllm.text.examples.ReadReport;

/**
 * Preferences in TRL's layout. Each preference becomes two texts: the prompt with the chosen
 * answer, then the prompt with the rejected answer.
 */
public final class PreferenceData extends ExampleData {
  PreferenceData(ExampleSource source) {
    super(source);
  }

  /**
   * Pairs of answers that a model judges.
   *
   * @param pairs the pairs
   * @param count the rows of their file
   */
  public record Judged(List<Preference> pairs, Count count) {}

  @Override
  ReadReport read(Path file, Rendering rendering, Consumer<List<Example>> each) {
    return read(
        file,
        rendering,
        examples().options(),
        examples().context(),
        pair -> each.accept(List.of(pair.chosen(), pair.rejected())));
  }

  private static ReadReport read(
      Path file, Rendering rendering, ReadOptions options, int context, Consumer<Preference> each) {
    LengthLimit limit = new LengthLimit(e -> 0, context, "tokens");
    return ExampleReader.preferences(
        file,
        options,
        limit,
        preference -> {
          Preference pair = rendering.of(preference);
          return Math.max(pair.chosen().length(), pair.rejected().length());
        },
        preference -> each.accept(rendering.of(preference)));
  }

  /** Returns the held-out pairs of this data. */
  Judged heldOut(Rendering rendering) {
    int context = examples().context();
    return examples().heldOut() == null
        ? judged(Path.of(source()), rendering, context, ExampleData::isHeldOut)
        : judged(Path.of(examples().heldOut()), rendering, context);
  }

  /** Returns the pairs of a file that fit into a context. */
  static Judged judged(Path file, Rendering rendering, int context) {
    return judged(file, rendering, context, row -> true);
  }

  private static Judged judged(Path file, Rendering rendering, int context, LongPredicate chosen) {
    List<Preference> all = new ArrayList<>();
    long[] rows = new long[1];
    ReadReport report =
        read(
            file,
            rendering,
            ReadOptions.DEFAULT,
            context,
            pair -> {
              if (chosen.test(++rows[0])) {
                all.add(pair);
              }
            });
    return new Judged(all, new Count(file.toString(), report));
  }
}
