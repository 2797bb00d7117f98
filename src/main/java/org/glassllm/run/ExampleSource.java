package org.glassllm.run;

import java.nio.file.Path;
import java.util.List;
import org.glassllm.generate.PromptTemplate;
import org.glassllm.text.examples.ReadOptions;

/**
 * The files of examples and the way to read them.
 *
 * @param file the file of the training examples
 * @param heldOut the file of the held-out examples; null if every tenth example is held out
 * @param template the name of a {@link PromptTemplate}
 * @param strict whether a malformed row is an error; otherwise the row is skipped and reported
 * @param context maximum number of tokens in an example
 */
record ExampleSource(String file, String heldOut, String template, boolean strict, int context) {
  /** Returns the format of prompts and answers. */
  PromptTemplate format() {
    return PromptTemplate.named(template);
  }

  /** Returns the treatment of malformed rows. */
  ReadOptions options() {
    return new ReadOptions(strict, ReadOptions.DEFAULT.mostCharacters());
  }

  /** Returns the files: one, or two with held-out examples of their own. */
  List<Path> files() {
    return heldOut == null ? List.of(Path.of(file)) : List.of(Path.of(file), Path.of(heldOut));
  }
}
