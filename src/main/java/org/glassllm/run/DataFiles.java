package org.glassllm.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;
import org.glassllm.base.Hash;
import org.glassllm.base.InputException;
import org.glassllm.base.SafeFiles;
import org.glassllm.checkpoint.RunFolder;

/**
 * The lengths and checksums of a run's files of data, which {@code run.json} records.
 *
 * @param training the token file that the run trains on
 * @param validation the token file that the run is measured on
 * @param tokenizer the tokenizer that made both
 */
public record DataFiles(Sum training, Sum validation, Sum tokenizer) {
  /** Files above this size take a second or more to check. */
  private static final long LARGE = 1L << 29;

  /**
   * A file's length and checksum.
   *
   * @param bytes its length
   * @param sha256 its checksum
   */
  public record Sum(long bytes, String sha256) {
    private static Sum of(Path file) {
      return new Sum(length(file), Hash.sha256(file));
    }

    private void require(Path file, String remedy) {
      if (length(file) != bytes || !Hash.sha256(file).equals(sha256)) {
        throw new InputException(
            "%s differs from the file that the run was started with; %s", file, remedy);
      }
    }
  }

  /** Returns the sums of the files in a run's folder. */
  static DataFiles of(RunFolder folder) {
    return new DataFiles(
        Sum.of(folder.trainingTokens()),
        Sum.of(folder.validationTokens()),
        Sum.of(folder.tokenizerFile()));
  }

  /**
   * Checks the files in a run's folder.
   *
   * @param remedy ends the message
   * @param notice receives a line if this takes long
   * @throws InputException if a file has another length or checksum
   */
  void require(RunFolder folder, String remedy, Consumer<String> notice) {
    if (training.bytes + validation.bytes > LARGE) {
      notice.accept(
          String.format(
              Locale.ROOT,
              "Checking %.1f GiB of token files.",
              (training.bytes + validation.bytes) / (double) (1 << 30)));
    }
    tokenizer.require(folder.tokenizerFile(), remedy);
    validation.require(folder.validationTokens(), remedy);
    training.require(folder.trainingTokens(), remedy);
  }

  private static long length(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw SafeFiles.cannot("read", file, e);
    }
  }
}
