package org.glassllm.token;

import java.nio.file.Files;
import java.nio.file.Path;
import org.glassllm.base.InputException;

/** Reads and writes tokenizers in the formats that are in use. */
public final class Tokenizers {
  private Tokenizers() {}

  /**
   * Reads a tokenizer: a {@code tokenizer.json}, a {@code .tiktoken} file whose name tells its
   * pattern, or a folder that holds a {@code tokenizer.json} or GPT-2's {@code vocab.json} and
   * {@code merges.txt}.
   *
   * @throws InputException if the file is missing, malformed (the message names the line or field)
   *     or of a kind that cannot be read exactly
   */
  public static Tokenizer load(Path path) {
    return load(path, null);
  }

  /**
   * Reads a tokenizer as {@link #load(Path)} does.
   *
   * @param pattern how a {@code .tiktoken} file's text is cut into words, since the file does not
   *     say; {@code null} to tell it from the file's name; not used for other formats
   */
  public static Tokenizer load(Path path, SplitPattern pattern) {
    if (Files.isDirectory(path)) {
      return loadFolder(path);
    }
    if (path.toString().endsWith(".tiktoken")) {
      return TiktokenFile.read(path, pattern);
    }
    return HuggingFaceReader.read(path);
  }

  private static Tokenizer loadFolder(Path folder) {
    Path json = folder.resolve("tokenizer.json");
    if (Files.exists(json)) {
      return HuggingFaceReader.read(json);
    }
    if (Files.exists(folder.resolve(Gpt2Files.VOCAB))) {
      return Gpt2Files.read(folder);
    }
    throw new InputException(
        "no tokenizer in "
            + folder
            + ": it holds neither tokenizer.json nor vocab.json with merges.txt; check the path");
  }

  /** Writes GPT-2's {@code vocab.json} and {@code merges.txt} into a folder. */
  public static void saveGpt2(BpeTokenizer tokenizer, Path folder) {
    Gpt2Files.write(tokenizer, folder);
  }

  /**
   * Writes a {@code .tiktoken} file: each token in base64 and its rank.
   *
   * @throws InputException if the tokenizer's ids are not in the order of its merges, or if it has
   *     special tokens that do not belong to one of the published encodings: this format cannot say
   *     either
   */
  public static void saveTiktoken(BpeTokenizer tokenizer, Path file) {
    TiktokenFile.write(tokenizer, file);
  }
}
