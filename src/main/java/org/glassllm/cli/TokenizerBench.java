package org.glassllm.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.glassllm.base.Check;
import org.glassllm.base.InputException;
import org.glassllm.base.SafeFiles;
import org.glassllm.token.BpeSettings;
import org.glassllm.token.BpeTokenizer;
import org.glassllm.token.BpeTrainer;
import org.glassllm.token.Tokenizer;
import org.glassllm.token.Tokenizers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code glass tokenizer bench}. */
@Command(
    name = "bench",
    description =
        "Measures training and encoding on a text, and encoding also on 40 MB of it in one and in"
            + " all threads and on random words, beside Hugging Face's Rust tokenizer in the same"
            + " run. Our caches are cold at the start of each pass. Hugging Face gets a string and"
            + " gives offsets as well as ids, which its Java binding can't leave out.")
final class TokenizerBench extends Subcommand {

  @Option(names = "--data", required = true, paramLabel = "F", description = "A UTF-8 text file.")
  private Path data;

  @Option(
      names = "--tokenizer",
      paramLabel = "FILE-or-DIR",
      description = "Encode with this one; by default with the one that is trained.")
  private Path tokenizer;

  @Option(
      names = "--vocab",
      defaultValue = "21336",
      paramLabel = "V",
      description = "Vocabulary to train (default ${DEFAULT-VALUE}).")
  private int vocab;

  @Option(
      names = "--rounds",
      defaultValue = "7",
      paramLabel = "N",
      description = "Rounds; the medians count (default ${DEFAULT-VALUE}).")
  private int rounds;

  @Override
  public void run() {
    Check.positive("--rounds", rounds);
    String text = SafeFiles.readText(data);
    if (text.isEmpty()) {
      throw new InputException(data + " is empty; give a text to measure with");
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    BpeSettings settings = BpeSettings.of(vocab);
    BpeTokenizer bpe = tokenizer == null ? BpeTrainer.train(text, settings) : load();
    TokenizerStopwatch watch = new TokenizerStopwatch(bytes);
    Path copy = temporary();
    try {
      bpe.save(copy);
      HuggingFaceRival rival = HuggingFaceRival.load(copy).orElse(null);
      for (int round = -2; round < rounds; round++) {
        watch.round(round, bpe, bytes, text, settings, rival);
      }
    } finally {
      delete(copy);
    }
    tell(watch.results());
  }

  private void tell(Map<String, Object> results) {
    if (json()) {
      printJson(results);
    } else {
      results.forEach((name, value) -> printf("%-32s %s%n", name, shown(value)));
    }
  }

  private static String shown(Object value) {
    return value instanceof Double number ? String.format("%.3f", number) : String.valueOf(value);
  }

  private BpeTokenizer load() {
    Tokenizer loaded = Tokenizers.load(tokenizer);
    if (loaded instanceof BpeTokenizer bpe) {
      return bpe;
    }
    throw new InputException(tokenizer + " is not a byte-pair tokenizer; give one that is");
  }

  private static Path temporary() {
    try {
      return Files.createTempFile("glass-bench", ".json");
    } catch (IOException e) {
      throw new InputException("cannot make a temporary file: " + e.getMessage(), e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw SafeFiles.cannot("delete", file, e);
    }
  }
}
