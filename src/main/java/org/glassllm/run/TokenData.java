package org.glassllm.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalInt;
import org.glassllm.base.Hash;
import org.glassllm.base.InputException;
import org.glassllm.base.SafeFiles;
import org.glassllm.batch.TokenFile;
import org.glassllm.batch.TokenFileWriter;
import org.glassllm.batch.TokenSource;
import org.glassllm.token.SpecialRole;
import org.glassllm.token.Tokenizer;
import org.glassllm.token.files.Tokenizers;

/**
 * Data of a run in a token file that {@code glass tokenizer encode} wrote. The last tenth of the
 * tokens is the validation split.
 *
 * @param source the path of the token file
 * @param training the tokens of the training split
 * @param validation the tokens of the validation split
 */
public record TokenData(String source, TokenSource training, TokenSource validation)
    implements RunData {
  static TokenData read(Path file) {
    TokenFile tokens = TokenFile.open(file);
    long cut = (long) (tokens.size() * 0.9);
    return new TokenData(file.toString(), tokens.slice(0, cut), tokens.slice(cut, tokens.size()));
  }

  @Override
  public String sha256() {
    return Hash.sha256(Path.of(source));
  }

  @Override
  public String size() {
    return String.format(Locale.ROOT, "%,d tokens", training.size());
  }

  /**
   * {@inheritDoc}
   *
   * @throws InputException if the recipe does not name the file or the folder of a tokenizer
   */
  @Override
  public Tokenizer tokenizer(Recipe recipe) {
    if (recipe.trainsTokenizer()) {
      throw new InputException(
          "illegal tokenizer for the token file %s: %s, must be the tokenizer.json that encoded the"
              + " file; give its path",
          source, recipe.tokenizer());
    }
    return Tokenizers.load(Path.of(recipe.tokenizer()));
  }

  /**
   * {@inheritDoc}
   *
   * @throws InputException if an id is outside the tokenizer's vocabulary
   */
  @Override
  public void encode(Tokenizer tokenizer, Path trainingFile, Path validationFile) {
    training.requireBelow(tokenizer.vocabSize(), "the token file " + source);
    validation.requireBelow(tokenizer.vocabSize(), "the last tenth of the token file " + source);
    copy(training, tokenizer, trainingFile);
    copy(validation, tokenizer, validationFile);
  }

  private void copy(TokenSource from, Tokenizer tokenizer, Path to) {
    TokenFileWriter writer = new TokenFileWriter(to, tokenizer.vocabSize());
    try (writer) {
      writer.onlyIfWhole(
          () -> {
            for (long at = 0; at < from.size(); at += TokenSource.BLOCK) {
              int[] ids = new int[(int) Math.min(TokenSource.BLOCK, from.size() - at)];
              from.read(at, ids);
              writer.write(ids);
            }
          });
    } catch (IOException e) {
      throw SafeFiles.cannot("read", Path.of(source), e);
    }
  }

  @Override
  public Provenance.Data describe(Tokenizer tokenizer) {
    OptionalInt end = tokenizer.special(SpecialRole.EOS);
    Integer id = end.isPresent() ? (Integer) end.getAsInt() : null;
    return new Provenance.Data(source, sha256(), null, null, null, id);
  }
}
