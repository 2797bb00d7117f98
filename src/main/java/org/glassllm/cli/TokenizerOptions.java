package org.glassllm.cli;

import java.nio.file.Path;
import org.glassllm.token.Tokenizer;
import org.glassllm.token.bpe.WordPattern;
import org.glassllm.token.files.Tokenizers;
import picocli.CommandLine.Option;

/** Declares the options {@code --tokenizer} and {@code --pattern}. */
final class TokenizerOptions {
  @Option(
      names = "--tokenizer",
      required = true,
      paramLabel = "FILE-or-DIR",
      description =
          "A tokenizer.json, a .tiktoken file, or a folder with tokenizer.json or with vocab.json"
              + " and merges.txt.")
  private Path tokenizer;

  @Option(
      names = "--pattern",
      paramLabel = "gpt2|cl100k|o200k",
      description =
          "Word pattern of a .tiktoken file. Default: the pattern that the file name" + " implies.")
  private String pattern;

  /** Loads the tokenizer that the options name. */
  Tokenizer load() {
    return Tokenizers.load(tokenizer, pattern == null ? null : WordPattern.of(pattern));
  }

  Path path() {
    return tokenizer;
  }
}
