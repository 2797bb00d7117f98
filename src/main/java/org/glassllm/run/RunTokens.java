package org.glassllm.run;

import java.nio.file.Files;
import org.glassllm.base.InputException;
import org.glassllm.batch.TokenFile;
import org.glassllm.checkpoint.Checkpoint;
import org.glassllm.checkpoint.RunFolder;
import org.glassllm.token.Tokenizer;
import org.glassllm.token.files.Tokenizers;

/** The token files of a run and the tokenizer that made them. */
final class RunTokens {
  private RunTokens() {}

  /**
   * Encodes the data of a new run.
   *
   * @throws InputException if the data is too short for the context; no file is left then
   */
  static void write(RunFolder folder, RunData data, Tokenizer tokenizer, int context) {
    try {
      encode(folder, data, tokenizer);
      long training = TokenFile.open(folder.trainingTokens()).size();
      long validation = TokenFile.open(folder.validationTokens()).size();
      if (training < context + 1L || validation < 2) {
        throw new InputException(
            "the data has %s tokens for training and %s for validation, but a context of"
                + " %s needs at least %s and 2; give more data or a smaller context",
            training, validation, context, context + 1);
      }
    } catch (RuntimeException | Error e) {
      folder.dataFiles().forEach(file -> file.toFile().delete());
      throw e;
    }
  }

  private static void encode(RunFolder folder, RunData data, Tokenizer tokenizer) {
    Tokenizers.save(tokenizer, folder.tokenizerFile());
    data.encode(tokenizer, folder.trainingTokens(), folder.validationTokens());
  }

  /** Encodes the data again if a token file was removed. */
  static void restore(RunFolder folder, RunData data, Tokenizer tokenizer) {
    if (!folder.dataFiles().stream().allMatch(Files::exists)) {
      encode(folder, data, tokenizer);
    }
  }

  /**
   * Returns the tokenizer of a run that is resumed.
   *
   * @param last the last checkpoint, or null
   */
  static Tokenizer tokenizer(RunFolder folder, Checkpoint last, RunData data, Recipe recipe) {
    if (last != null) {
      return last.loadTokenizer();
    }
    return Files.exists(folder.tokenizerFile())
        ? Tokenizers.load(folder.tokenizerFile())
        : data.tokenizer(recipe); // older runs have no such file
  }
}
