package org.glassllm.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.glassllm.base.InputException;
import org.glassllm.base.SafeFiles;
import org.glassllm.batch.TokenFile;
import org.glassllm.batch.TokenFileWriter;
import org.glassllm.batch.TokenSource;
import org.glassllm.checkpoint.RunFolder;
import org.glassllm.token.Tokenizer;

/** The token files of a run: its text as ids, so that training need not encode it again. */
final class RunTokens {
  static final String TRAINING = "train.tok";
  static final String VALIDATION = "validation.tok";

  private final RunFolder folder;
  private final Tokenizer tokenizer;

  RunTokens(RunFolder folder, Tokenizer tokenizer) {
    this.folder = folder;
    this.tokenizer = tokenizer;
  }

  static void requireEnough(long training, long validation, int context) {
    if (training < context + 1L || validation < 2) {
      throw new InputException(
          "the text gives "
              + training
              + " tokens for training and "
              + validation
              + " for validation, but a context of "
              + context
              + " takes at least "
              + (context + 1)
              + " and 2: give more text or a smaller --context");
    }
  }

  void write(String name, int... ids) {
    try {
      Files.createDirectories(folder.dataFolder());
    } catch (IOException e) {
      throw SafeFiles.cannot("write", folder.dataFolder(), e);
    }
    TokenFileWriter.writeAll(folder.dataFolder().resolve(name), tokenizer.vocabSize(), ids);
  }

  /** A token file, written anew from its part of the text if it was removed. */
  TokenSource open(String name, String part) {
    Path file = folder.dataFolder().resolve(name);
    if (!Files.exists(file)) {
      write(name, tokenizer.encode(part));
    }
    return TokenFile.open(file);
  }
}
