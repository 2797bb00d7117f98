package org.glassllm.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.glassllm.base.Hash;
import org.glassllm.base.InputException;
import org.glassllm.base.SafeFiles;
import org.glassllm.text.tales.TaleEntropy;
import org.glassllm.text.tales.Tales;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code glass data tales}: writes tales. */
@Command(name = "tales", description = "Write generated tales, whose probability is known exactly.")
final class DataTales extends Subcommand {
  @Option(
      names = "--bytes",
      paramLabel = "N",
      defaultValue = "1000000",
      description = "Write as many whole tales as fit (default: ${DEFAULT-VALUE}).")
  private long bytes;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "The same seed gives the same tales (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--out",
      paramLabel = "F",
      description = "The file to write (default: standard output).")
  private Path file;

  @Override
  public void run() {
    if (bytes < Tales.LEAST_BYTES) {
      throw new InputException(
          "illegal --bytes: " + bytes + ", must be at least " + Tales.LEAST_BYTES);
    }
    if (file == null) {
      if (json()) {
        throw new InputException("--json needs --out F: standard output has the tales themselves");
      }
      Tales.iterator(seed, bytes).forEachRemaining(this::print);
      return;
    }
    long[] written = new long[2];
    SafeFiles.replace(
        file,
        out -> {
          for (var tales = Tales.iterator(seed, bytes); tales.hasNext(); ) {
            byte[] tale = tales.next().getBytes(StandardCharsets.UTF_8);
            out.write(tale);
            written[0]++;
            written[1] += tale.length;
          }
        });
    report(written[0], written[1]);
  }

  private void report(long tales, long size) {
    TaleEntropy floor = TaleEntropy.expected();
    Map<String, Object> numbers = new LinkedHashMap<>();
    numbers.put("file", file.toString());
    numbers.put("tales", tales);
    numbers.put("bytes", size);
    numbers.put("sha256", Hash.sha256(file));
    numbers.put("floor_nats_per_character", floor.natsPerCharacter());
    numbers.put("floor_standard_error", floor.natsPerCharacterError());
    if (json()) {
      printJson(numbers);
    } else {
      printf("%s: %d tales, %d bytes, sha256 %s%n", file, tales, size, numbers.get("sha256"));
      printf(
          "expected floor: %.4f ± %.4f nats per character%n",
          floor.natsPerCharacter(), floor.natsPerCharacterError());
    }
  }
}
