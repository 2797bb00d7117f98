package org.glassllm.run;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.glassllm.align.Preference;
import org.glassllm.align.Rendering;
import org.glassllm.batch.Example;
import org.glassllm.text.examples.ExampleReader;
import org.glassllm.text.examples.LengthLimit;
import org.glassllm.text.examples.ReadReport;

/**
 * Preferences in TRL's layout. Each preference becomes two texts: the prompt with the chosen
 * answer, then the prompt with the rejected answer.
 */
public final class PreferenceData extends ExampleData {
  PreferenceData(ExampleSource source) {
    super(source);
  }

  @Override
  ReadReport read(Path file, Rendering rendering, Consumer<List<Example>> each) {
    LengthLimit limit = new LengthLimit(e -> 0, examples().context(), "tokens");
    return ExampleReader.preferences(
        file,
        examples().options(),
        limit,
        preference -> {
          Preference pair = rendering.of(preference);
          return Math.max(pair.chosen().length(), pair.rejected().length());
        },
        preference -> {
          Preference pair = rendering.of(preference);
          each.accept(List.of(pair.chosen(), pair.rejected()));
        });
  }
}
