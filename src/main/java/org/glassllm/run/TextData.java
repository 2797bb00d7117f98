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
 * Text to train on. Several documents are split by document, a single one by characters; the
 * bundled tales are split by characters, and each tale is a document.
 *
 * @param source the file or folder, or {@link RunData#TALES}
 * @param training the part to train on
 * @param validation the part to measure on
 */
public record TextData(String source, Corpus training, Corpus validation) implements RunData {
  /** The special token between documents of a {@code bpe} tokenizer that is trained here. */
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

  /** Divides tales into documents; joining them gives the same text. */
  private static Corpus tales(Corpus text) {
    String[] each = text.text().split(Corpus.SEPARATOR, -1);
    return Corpus.of(
        text.name(), Arrays.stream(each).map(tale -> Document.of(text.name(), tale)).toList());
  }

  /** Returns whether training sees the ends of documents. */
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
   * <p>A {@code char} tokenizer knows the characters of both parts, as in nanoGPT. A {@code bpe}
   * tokenizer learns its merges from the training part alone; of several documents it gets {@link
   * #END} as a special token.
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
