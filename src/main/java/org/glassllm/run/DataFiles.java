package org.glassllm.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.glassllm.base.Hash;
import org.glassllm.base.InputException;
import org.glassllm.base.SafeFiles;
import org.glassllm.batch.TokenFile;
import org.glassllm.checkpoint.Checkpoint;
import org.glassllm.checkpoint.RunFolder;
import org.glassllm.token.Tokenizer;
import org.glassllm.token.files.Tokenizers;

/**
 * The lengths and checksums of a run's token files and tokenizer; {@code run.json} records these
 * values.
 *
 * @param training the length and the checksum of the training split's token file
 * @param validation the length and the checksum of the validation split's token file
 * @param tokenizer the length and the checksum of the tokenizer's file, which encoded both splits
 */
public record DataFiles(Sum training, Sum validation, Sum tokenizer) {
  /**
   * Maximum size in bytes of token files that are verified without a notice; larger files take a
   * second or more.
   */
  private static final long LARGE = 1L << 29;

  /**
   * A file's length and checksum.
   *
   * @param bytes the file's length in bytes
   * @param sha256 the file's SHA-256 checksum
   */
  public record Sum(long bytes, String sha256) {
    private static Sum of(Path file) {
      return new Sum(length(file), Hash.sha256(file));
    }

    private void require(Path file, String remedy) {
      if (length(file) != bytes || !Hash.sha256(file).equals(sha256)) {
        throw new InputException(
            "%s was changed after the run started: the length or the checksum differs from"
                + " run.json; %s",
            file, remedy);
      }
    }

    private static long length(Path file) {
      try {
        return Files.size(file);
      } catch (IOException e) {
        throw SafeFiles.cannot("read", file, e);
      }
    }
  }

  /**
   * Encodes the data of a new run and returns the lengths and checksums of the new files. Deletes
   * the files if an error occurs.
   *
   * @throws InputException if the data is too short for the context
   */
  static DataFiles write(
      RunFolder folder, Stage stage, RunData data, Tokenizer tokenizer, int context) {
    try {
      encode(folder, data, tokenizer);
      stage.requireEnough(folder, context);
    } catch (RuntimeException | Error e) {
      folder.dataFiles().forEach(file -> file.toFile().delete());
      throw e;
    }
    return new DataFiles(
        Sum.of(folder.trainingTokens()),
        Sum.of(folder.validationTokens()),
        Sum.of(folder.tokenizerFile()));
  }

  private static void encode(RunFolder folder, RunData data, Tokenizer tokenizer) {
    Tokenizers.save(tokenizer, folder.tokenizerFile());
    data.encode(tokenizer, folder.trainingTokens(), folder.validationTokens());
  }

  /**
   * Verifies the data files of a run before the run resumes. Encodes the data again if a file is
   * missing.
   *
   * @param sums the lengths and checksums in {@code run.json}; empty for an older run, for which
   *     the ids are checked instead
   * @param notice receives a line if the verification takes long
   * @throws InputException if a file has another length or checksum, or if an id is outside the
   *     vocabulary
   */
  static void restore(
      RunFolder folder,
      RunData data,
      Tokenizer tokenizer,
      Optional<DataFiles> sums,
      Consumer<String> notice) {
    boolean lost = !folder.dataFiles().stream().allMatch(Files::exists);
    if (lost) {
      encode(folder, data, tokenizer);
    }
    String remedy =
        lost
            ? "start a new run"
            : "delete this file and resume the run, which encodes the data again";
    sums.ifPresentOrElse(
        all -> all.require(folder, remedy, notice),
        () ->
            List.of(folder.trainingTokens(), folder.validationTokens())
                .forEach(
                    file ->
                        TokenFile.open(file).requireBelow(tokenizer.vocabSize(), file.toString())));
  }

  private void require(RunFolder folder, String remedy, Consumer<String> notice) {
    long bytes = training.bytes + validation.bytes;
    if (bytes > LARGE) {
      notice.accept(
          String.format(Locale.ROOT, "Verifying %.1f GiB of token files.", bytes / 1073741824.0));
    }
    tokenizer.require(folder.tokenizerFile(), remedy);
    validation.require(folder.validationTokens(), remedy);
    training.require(folder.trainingTokens(), remedy);
  }

  /**
   * Returns the tokenizer of a run that resumes.
   *
   * @param last the newest checkpoint; empty if the run has no checkpoint
   */
  static Tokenizer tokenizer(
      RunFolder folder, Optional<Checkpoint> last, RunData data, Recipe recipe) {
    if (last.isPresent()) {
      return last.get().loadTokenizer();
    }
    return Files.exists(folder.tokenizerFile())
        ? Tokenizers.load(folder.tokenizerFile())
        : data.tokenizer(recipe); // older runs did not save the tokenizer at the start
  }
}
