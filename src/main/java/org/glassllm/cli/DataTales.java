package org.glassllm.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.glassllm.base.Check;
import org.glassllm.base.Hash;
import org.glassllm.base.InputException;
import org.glassllm.base.SafeFiles;
import org.glassllm.text.tales.TaleEntropy;
import org.glassllm.text.tales.Tales;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs {@code glass data tales}. */
@Command(
    name = "tales",
    description = "Generate complete tales, whose probabilities are known exactly.")
final class DataTales extends Subcommand {
  private record Result(
      String file,
      long tales,
      long bytes,
      String sha256,
      double floorNatsPerCharacter,
      double floorStandardError) {}

  @Option(
      names = "--bytes",
      paramLabel = "N",
      description = "Maximum size of the text in bytes." + DEFAULT)
  private long bytes = 1_000_000;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "Seed of the random numbers; the same seed gives the same tales." + DEFAULT)
  private long seed = 1;

  @Option(names = "--out", paramLabel = "F", description = "Output file. Default: standard output.")
  private Path file;

  @Override
  public void run() {
    Check.atLeast("--bytes", bytes, Tales.LEAST_BYTES);
    if (file == null && json()) {
      throw new InputException(
          "--json needs --out F, because the tales are written to standard output; add"
              + " --out F, or omit --json");
    }
    if (file == null) {
      Tales.iterator(seed, bytes).forEachRemaining(this::print);
      return;
    }
    long[] written = new long[2];
    SafeFiles.replace(
        file,
        out -> {
          for (var tales = Tales.iterator(seed, bytes); tales.hasNext(); written[0]++) {
            byte[] tale = tales.next().getBytes(StandardCharsets.UTF_8);
            out.write(tale);
            written[1] += tale.length;
          }
        });
    report(written[0], written[1]);
  }

  private void report(long tales, long size) {
    TaleEntropy floor = TaleEntropy.expected();
    double nats = floor.natsPerCharacter(), error = floor.natsPerCharacterError();
    String sha256 = Hash.sha256(file);
    printResult(
        new Result(file.toString(), tales, size, sha256, nats, error),
        format(
            "%s: %d tales, %d bytes, sha256 %s%nexpected floor: %.4f ± %.4f nats per character%n",
            file, tales, size, sha256, nats, error));
  }
}
