package org.glassllm.token.files;

import java.nio.file.Files;
import java.nio.file.Path;
import org.glassllm.base.InputException;
import org.glassllm.token.CharTokenizer;
import org.glassllm.token.Tokenizer;
import org.glassllm.token.bpe.BpeTokenizer;
import org.glassllm.token.bpe.WordPattern;

/** Loads and saves tokenizers. */
public final class Tokenizers {
  private Tokenizers() {}

  /**
   * Loads a tokenizer: a {@code tokenizer.json}, a {@code .tiktoken} file whose name implies its
   * pattern, or a folder with {@code tokenizer.json} or GPT-2's {@code vocab.json} and {@code
   * merges.txt}.
   *
   * @throws InputException if the file is missing, malformed or of an unsupported kind
   */
  public static Tokenizer load(Path path) {
    return load(path, null);
  }

  /**
   * Loads a tokenizer as {@link #load(Path)} does.
   *
   * @param pattern the word pattern of a {@code .tiktoken} file, which does not store it; {@code
   *     null} to derive it from the file's name; ignored for other formats
   */
  public static Tokenizer load(Path path, WordPattern pattern) {
    if (path.toString().endsWith(".tiktoken")) {
      return TiktokenFile.read(path, pattern);
    }
    Path json = Files.isDirectory(path) ? path.resolve("tokenizer.json") : path;
    if (Files.exists(json) || !Files.isDirectory(path)) {
      return HuggingFaceReader.read(json);
    }
    if (Files.exists(path.resolve(Gpt2Files.VOCAB))) {
      return Gpt2Files.read(path);
    }
    throw new InputException(
        "no tokenizer in %s: it lacks tokenizer.json, and vocab.json with merges.txt; choose another folder",
        path);
  }

  /** Writes Hugging Face's {@code tokenizer.json}, atomically. */
  public static void save(Tokenizer tokenizer, Path file) {
    if (tokenizer instanceof BpeTokenizer bpe) {
      HuggingFaceWriter.write(bpe, file);
    } else if (tokenizer instanceof CharTokenizer characters) {
      HuggingFaceWriter.write(characters, file);
    } else {
      throw new InputException(
          "cannot save a %s to %s: tokenizer.json holds a BpeTokenizer or a CharTokenizer",
          tokenizer.getClass().getSimpleName(), file);
    }
  }

  /** Writes GPT-2's {@code vocab.json} and {@code merges.txt} into a folder. */
  public static void saveGpt2(BpeTokenizer tokenizer, Path folder) {
    Gpt2Files.write(tokenizer, folder);
  }

  /**
   * Writes a {@code .tiktoken} file: each token in base64 and its rank.
   *
   * @throws InputException if ids are not in the order of merges, or if special tokens are not
   *     those of a published encoding: this format stores neither
   */
  public static void saveTiktoken(BpeTokenizer tokenizer, Path file) {
    TiktokenFile.write(tokenizer, file);
  }
}
