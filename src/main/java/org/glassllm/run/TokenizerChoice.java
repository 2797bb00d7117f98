package org.glassllm.run;

import java.nio.file.Path;
import org.glassllm.token.CharTokenizer;
import org.glassllm.token.Tokenizer;
import org.glassllm.token.bpe.BpeSettings;
import org.glassllm.token.bpe.BpeTrainer;
import org.glassllm.token.files.Tokenizers;

/** The tokenizer that a recipe asks for. */
final class TokenizerChoice {
  private TokenizerChoice() {}

  /**
   * Makes or loads it. The characters of both parts are known to a {@code char} tokenizer, as in
   * nanoGPT; merges of a {@code bpe} one are learned from the training part alone.
   */
  static Tokenizer of(Recipe recipe, CorpusText text) {
    return switch (recipe.tokenizer()) {
      case "char" -> CharTokenizer.train(text.training() + text.validation());
      case "bpe" -> BpeTrainer.train(text.training(), BpeSettings.of(recipe.vocab()));
      default -> Tokenizers.load(Path.of(recipe.tokenizer()));
    };
  }
}
