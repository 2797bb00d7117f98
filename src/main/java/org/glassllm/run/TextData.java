package org.glassllm.run;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.glassllm.base.Hash;
import org.glassllm.batch.CorpusEncoder;
import org.glassllm.text.Corpus;
import org.glassllm.text.Document;
import org.glassllm.text.Split;
import org.glassllm.text.tales.Tales;
import org.glassllm.token.CharTokenizer;
import org.glassllm.token.SpecialRole;
import org.glassllm.token.SpecialTokens;
import org.glassllm.token.Tokenizer;
import org.glassllm.token.bpe.BpeSettings;
import org.glassllm.token.bpe.BpeTrainer;
import org.glassllm.token.files.Tokenizers;

/**
 * Text data of a run. Several documents are split between documents; a single document and the
 * bundled tales are split by characters. Each tale then becomes a document.
 *
 * @param source the file, the folder, or {@link RunData#TALES}
 * @param training the training split
 * @param validation the validation split
 */
public record TextData(String source, Corpus training, Corpus validation) implements RunData {
  /**
   * The special token that ends a document, in a {@code bpe} tokenizer that is trained on this
   * data.
   */
  public static final String END = "<|endoftext|>";

  private static final long TALES_SEED = 1;
  private static final long TALES_BYTES = 1_000_000;

  static TextData read(String source) {
    if (TALES.equals(source)) {
      Document all = Document.of(source, Tales.generateBytes(TALES_SEED, TALES_BYTES));
      Split split = Split.of(Corpus.of(source, List.of(all)), Split.VALIDATION);
      return new TextData(source, tales(split.train()), tales(split.validation()));
    }
    Split split = Split.of(Corpus.read(Path.of(source)), Split.VALIDATION);
    return new TextData(source, split.train(), split.validation());
  }

  /** Returns a corpus with one document per tale; the joined documents give the same text. */
  private static Corpus tales(Corpus text) {
    String[] each = text.text().split(Corpus.SEPARATOR, -1);
    return Corpus.of(
        text.name(), Arrays.stream(each).map(tale -> Document.of(text.name(), tale)).toList());
  }

  /** Returns whether the training split contains ends of documents. */
  private boolean hasEnds() {
    return training.size() > 1;
  }

  @Override
  public String sha256() {
    return Hash.sha256(training.summary().sha256() + validation.summary().sha256());
  }

  @Override
  public String size() {
    return String.format(Locale.ROOT, "%,d characters", training.summary().characters());
  }

  /**
   * {@inheritDoc}
   *
   * <p>The vocabulary of a {@code char} tokenizer contains the characters of both splits, as in
   * nanoGPT. A {@code bpe} tokenizer learns merges from the training split alone. If this split has
   * several documents, the tokenizer gets the special token {@link #END}.
   */
  @Override
  public Tokenizer tokenizer(Recipe recipe) {
    return switch (recipe.tokenizer()) {
      case "char" ->
          CharTokenizer.train(SpecialTokens.NONE, training.joined(), validation.joined());
      case "bpe" -> bpe(recipe.vocab());
      default -> Tokenizers.load(Path.of(recipe.tokenizer()));
    };
  }

  private Tokenizer bpe(int vocab) {
    BpeSettings settings = BpeSettings.of(vocab);
    SpecialTokens end = SpecialTokens.numbered(List.of(END));
    return new BpeTrainer(hasEnds() ? settings.withSpecials(end) : settings).add(training).train();
  }

  @Override
  public void encode(Tokenizer tokenizer, Path trainingFile, Path validationFile) {
    CorpusEncoder.write(training, tokenizer, trainingFile);
    CorpusEncoder.write(validation, tokenizer, validationFile);
  }

  @Override
  public Provenance.Data describe(Tokenizer tokenizer) {
    OptionalInt end = tokenizer.special(SpecialRole.EOS);
    return new Provenance.Data(
        source,
        sha256(),
        training.summary().characters(),
        validation.summary().characters(),
        validation.summary().bytes(),
        hasEnds() && end.isPresent() ? (Integer) end.getAsInt() : null);
  }
}
