package org.glassllm.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.glassllm.base.InputException;
import org.glassllm.base.Progress;
import org.glassllm.base.SafeFiles;
import org.glassllm.batch.CorpusEncoder;
import org.glassllm.batch.TokenFile;
import org.glassllm.batch.TokenSource;
import org.glassllm.evaluate.Perplexity;
import org.glassllm.evaluate.TalesFloor;
import org.glassllm.evaluate.TextLoss;
import org.glassllm.text.Corpus;
import org.glassllm.text.tales.TaleScorer;
import org.glassllm.token.SpecialRole;
import org.glassllm.token.Tokenizer;

/**
 * The results of a model on data. The model predicts each token except the first exactly once.
 *
 * @param result the loss and the perplexity
 * @param bitsPerByte the loss in bits per UTF-8 byte of the predicted text
 * @param floor the lowest perplexity that any model can reach; empty if the data is not tales
 */
public record Evaluation(TextLoss.Result result, double bitsPerByte, Optional<TalesFloor> floor) {
  /**
   * Maximum length in characters of a text whose floor is computed; the grammar needs the complete
   * text in memory.
   */
  private static final long MOST_SCORED = 1 << 27;

  /** Number of characters at the start of a text that decide whether the text is tales. */
  private static final int BEGINNING = 20_000;

  /**
   * Evaluates a model on the validation split of a run's data.
   *
   * @param stride the number of tokens between the starts of two windows; 0 means the context
   *     length
   */
  public static Evaluation ofValidation(
      TrainedModel model, RunData data, int stride, Progress progress) {
    if (data instanceof TextData text) {
      return of(model, Optional.of(text.training()), text.validation(), stride, progress);
    } else if (data instanceof TokenData tokens) {
      return of(model, tokens.validation(), data.source(), stride, progress);
    }
    throw new InputException(
        "%s has instructions, not plain text; measure the answers to the instructions",
        data.source());
  }

  /**
   * Evaluates a model on a text of any size.
   *
   * @param stride the number of tokens between the starts of two windows; 0 means the context
   *     length
   */
  public static Evaluation of(TrainedModel model, Corpus text, int stride, Progress progress) {
    return of(model, Optional.empty(), text, stride, progress);
  }

  private static Evaluation of(
      TrainedModel model, Optional<Corpus> before, Corpus text, int stride, Progress progress) {
    Path file = null;
    try {
      file = Files.createTempFile("glass", ".tok");
      file.toFile()
          .deleteOnExit(); // for an interrupted evaluation, and for systems that keep a mapped file
      // until the end
      CorpusEncoder.write(text, model.tokenizer(), file);
      TokenSource tokens = TokenFile.open(file);
      TextLoss.Result result = model.measure(tokens, stride, progress);
      int[] first = new int[1];
      tokens.read(0, first);
      long bytes = text.summary().bytes() - model.tokenizer().decodeBytes(first).length;
      return new Evaluation(
          result,
          Perplexity.bitsPerByte(result.totalNll(), bytes),
          floor(before, text, tokens, model.tokenizer()));
    } catch (IOException e) {
      throw SafeFiles.cannot("write", Path.of(System.getProperty("java.io.tmpdir")), e);
    } finally {
      if (file != null) {
        file.toFile().delete();
      }
    }
  }

  /**
   * Evaluates a model on token ids; the result has no floor.
   *
   * @param name names the ids in messages
   * @param stride tokens between windows; 0 is the context
   */
  public static Evaluation of(
      TrainedModel model, TokenSource tokens, String name, int stride, Progress progress) {
    tokens.requireBelow(model.tokenizer().vocabSize(), "the token file " + name);
    TextLoss.Result result = model.measure(tokens, stride, progress);
    double bits = Perplexity.bitsPerByte(result.totalNll(), bytes(model.tokenizer(), tokens));
    return new Evaluation(result, bits, Optional.empty());
  }

  /**
   * Returns the number of bytes of all tokens except the first; an end-of-text token counts as a
   * separator.
   */
  private static long bytes(Tokenizer tokenizer, TokenSource tokens) {
    OptionalInt end = tokenizer.special(SpecialRole.EOS);
    int[] lengths = new int[tokenizer.vocabSize()];
    int[] id = new int[1];
    long bytes = 0;
    for (long at = 1; at < tokens.size(); at++) {
      tokens.read(at, id);
      if (lengths[id[0]] == 0) {
        boolean ends = end.isPresent() && end.getAsInt() == id[0];
        lengths[id[0]] = ends ? Corpus.SEPARATOR.length() : tokenizer.decodeBytes(id).length;
      }
      bytes += lengths[id[0]];
    }
    return bytes;
  }

  private static Optional<TalesFloor> floor(
      Optional<Corpus> before, Corpus text, TokenSource tokens, Tokenizer tokenizer) {
    Corpus start = before.orElse(text);
    boolean tales =
        text.summary().characters() <= MOST_SCORED
            && start.summary().characters() <= MOST_SCORED
            && TaleScorer.recognizes(start.joined().text(BEGINNING));
    return tales
        ? TalesFloor.of(before.map(Corpus::text).orElse(""), text.text(), tokens, tokenizer)
        : Optional.empty();
  }
}
