package org.glassllm.run;

import java.nio.file.Path;
import org.glassllm.base.SafeFiles;
import org.glassllm.token.Tokenizer;

/**
 * The data of a run, in two parts: one to train on, one to measure on. Each part becomes a token
 * file; none is held in memory.
 */
public sealed interface RunData permits TextData, TokenData {
  /** The name of the bundled corpus, which is generated and needs no file. */
  String TALES = "tales";

  /**
   * Opens data and splits it: the last tenth is for validation.
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
    boolean named = TALES.equals(source) || source.isEmpty(); // an empty path is refused later
    return named ? source : Path.of(source).toAbsolutePath().normalize().toString();
  }

  /** Returns the file, the folder, or {@link #TALES}. */
  String source();

  /** Returns a checksum of both parts. */
  String sha256();

  /** Returns the size of the training part with its unit, as text. */
  String size();

  /** Returns the tokenizer that a recipe asks for: trained on the data, or loaded. */
  Tokenizer tokenizer(Recipe recipe);

  /** Writes the ids of both parts into token files. */
  void encode(Tokenizer tokenizer, Path training, Path validation);

  /** Returns what {@code run.json} records of the data. */
  Provenance.Data describe(Tokenizer tokenizer);
}
