package org.glassllm.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
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
 * A token file to train on, which {@code glass tokenizer encode} wrote; the last tenth of its
 * tokens is for validation.
 *
 * @param source the file
 * @param training the tokens to train on
 * @param validation the tokens to measure on
 */
public record TokenData(String source, TokenSource training, TokenSource validation)
    implements RunData {
  private static final int BLOCK = 1 << 16;

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
   * @throws InputException unless the recipe names a tokenizer's file
   */
  @Override
  public Tokenizer tokenizer(Recipe recipe) {
    if (List.of("char", "bpe").contains(recipe.tokenizer())) {
      throw new InputException(
          "the token file %s needs the tokenizer that made it, not tokenizer %s; give"
              + " its tokenizer.json",
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
    copy(training, 0, tokenizer, trainingFile);
    copy(validation, training.size(), tokenizer, validationFile);
  }

  private void copy(TokenSource from, long offset, Tokenizer tokenizer, Path to) {
    int vocab = tokenizer.vocabSize();
    TokenFileWriter writer = new TokenFileWriter(to, vocab);
    try (writer) {
      writer.onlyIfWhole(
          () -> {
            for (long at = 0; at < from.size(); at += BLOCK) {
              int[] ids = new int[(int) Math.min(BLOCK, from.size() - at)];
              from.read(at, ids);
              requireInside(vocab, offset + at, ids);
              writer.write(ids);
            }
          });
    } catch (IOException e) {
      throw SafeFiles.cannot("read", Path.of(source), e);
    }
  }

  private void requireInside(int vocab, long start, int... ids) {
    for (int i = 0; i < ids.length; i++) {
      if (ids[i] < 0 || ids[i] >= vocab) {
        throw new InputException(
            "the token file %s was made with another tokenizer: token %s is %s, and this"
                + " tokenizer's ids end at %s",
            source, start + i, ids[i], vocab - 1);
      }
    }
  }

  @Override
  public Provenance.Data describe(Tokenizer tokenizer) {
    OptionalInt end = tokenizer.special(SpecialRole.EOS);
    Integer id = end.isPresent() ? (Integer) end.getAsInt() : null;
    return new Provenance.Data(source, sha256(), null, null, null, id);
  }
}
