package org.glassllm.run;

import java.nio.file.Path;
import org.glassllm.base.SafeFiles;
import org.glassllm.token.Tokenizer;

/**
 * The data of a run, divided into a training split and a validation split. Each split becomes a
 * token file; neither split is held in memory.
 */
public sealed interface RunData permits TextData, TokenData, ExampleData {
  /** The name of the bundled corpus, which the program generates without a file. */
  String TALES = "tales";

  /**
   * Opens data and divides it into two splits; the last tenth is the validation split.
   *
   * @param source a UTF-8 file, a {@code .jsonl} file, a folder, a token file ({@code .tok}), or
   *     {@link #TALES}
   */
  static RunData read(String source) {
    SafeFiles.requireRegular(Path.of(source));
    return source.endsWith(".tok") ? TokenData.read(Path.of(source)) : TextData.read(source);
  }

  /** Returns a source that is valid in any folder: {@link #TALES} or an absolute path. */
  static String located(String source) {
    boolean named = TALES.equals(source) || source.isEmpty(); // a later check refuses an empty path
    return named ? source : Path.of(source).toAbsolutePath().normalize().toString();
  }

  /** Returns the source of the data: a file, a folder, or {@link #TALES}. */
  String source();

  /** Returns the SHA-256 checksum that identifies both splits. */
  String sha256();

  /** Returns the size of the training split as text with a unit, such as "1,000 tokens". */
  String size();

  /** Returns the tokenizer of a recipe; trains the tokenizer on this data, or loads a file. */
  Tokenizer tokenizer(Recipe recipe);

  /** Encodes both splits and writes the token ids into two token files. */
  void encode(Tokenizer tokenizer, Path training, Path validation);

  /** Returns the description of the data for {@code run.json}. */
  Provenance.Data describe(Tokenizer tokenizer);
}
