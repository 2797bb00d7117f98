package org.glassllm.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
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

  /**
   * Makes sure that the token files of a run that is resumed are those that it started with.
   * Encodes the data again if a file was removed.
   *
   * @param sums what the run recorded; null for an older run, whose ids are checked instead
   * @param notice receives a line if this takes long
   */
  static void restore(
      RunFolder folder,
      RunData data,
      Tokenizer tokenizer,
      DataFiles sums,
      Consumer<String> notice) {
    boolean lost = !folder.dataFiles().stream().allMatch(Files::exists);
    if (lost) {
      encode(folder, data, tokenizer);
    }
    if (sums != null) {
      String remedy = lost ? "start a new run" : "delete it: the data is then encoded again";
      sums.require(folder, remedy, notice);
    } else if (!lost) {
      for (Path file : List.of(folder.trainingTokens(), folder.validationTokens())) {
        TokenFile.open(file).requireBelow(tokenizer.vocabSize(), file.toString());
      }
    }
  }

  /**
   * Returns the tokenizer of a run that is resumed.
   *
   * @param last the last checkpoint, if there is one
   */
  static Tokenizer tokenizer(
      RunFolder folder, Optional<Checkpoint> last, RunData data, Recipe recipe) {
    if (last.isPresent()) {
      return last.get().loadTokenizer();
    }
    return Files.exists(folder.tokenizerFile())
        ? Tokenizers.load(folder.tokenizerFile())
        : data.tokenizer(recipe); // older runs have no such file
  }
}
