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
   * Loads a tokenizer from a {@code tokenizer.json}, from a {@code .tiktoken} file whose name
   * implies the word pattern, or from a folder with {@code tokenizer.json} or GPT-2's {@code
   * vocab.json} and {@code merges.txt}.
   *
   * @throws InputException if the file is missing, malformed or of an unsupported kind
   */
  public static Tokenizer load(Path path) {
    return load(path, null);
  }

  /**
   * Loads a tokenizer as {@link #load(Path)} does, with a given word pattern.
   *
   * @param pattern the word pattern of a {@code .tiktoken} file, which the file does not store;
   *     {@code null} derives the pattern from the file's name; ignored for other formats
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
        "no tokenizer in %s: the folder must hold tokenizer.json, or vocab.json and"
            + " merges.txt; choose another folder",
        path);
  }

  /** Writes a tokenizer as Hugging Face's {@code tokenizer.json}, atomically. */
  public static void save(Tokenizer tokenizer, Path file) {
    if (tokenizer instanceof BpeTokenizer bpe) {
      HuggingFaceWriter.write(bpe, file);
    } else if (tokenizer instanceof CharTokenizer characters) {
      HuggingFaceWriter.write(characters, file);
    } else {
      throw new InputException(
          "cannot save a %s to %s: tokenizer.json can hold only a BpeTokenizer or a"
              + " CharTokenizer; save a tokenizer of these classes",
          tokenizer.getClass().getSimpleName(), file);
    }
  }

  /** Writes GPT-2's {@code vocab.json} and {@code merges.txt} into a folder. */
  public static void saveGpt2(BpeTokenizer tokenizer, Path folder) {
    Gpt2Files.write(tokenizer, folder);
  }

  /**
   * Writes a {@code .tiktoken} file, which holds each token in base64 and the token's rank.
   *
   * @throws InputException if ids are not in the order of merges, or if special tokens are not
   *     those of a published encoding; the format stores neither merges nor special tokens
   */
  public static void saveTiktoken(BpeTokenizer tokenizer, Path file) {
    TiktokenFile.write(tokenizer, file);
  }
}
