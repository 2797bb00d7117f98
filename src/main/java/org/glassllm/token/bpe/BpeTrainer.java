package org.glassllm.token.bpe;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.glassllm.base.InputException;
import org.glassllm.base.SafeFiles;
import org.glassllm.text.Corpus;
import org.glassllm.text.Document;
import org.glassllm.token.ByteAlphabet;
import org.glassllm.token.Merge;
import org.glassllm.token.SpecialCutter;
import org.glassllm.token.SpecialTokens;
import org.glassllm.token.SpecialUse;
import org.glassllm.token.Utf8;

/**
 * Trains a {@link BpeTokenizer}: counts the words of all texts, then learns merges from the counts.
 * Text is streamed, so a corpus may exceed memory; only the distinct words must fit into memory.
 *
 * <p>The same texts and settings give the same merges on every machine, with any number of threads.
 * Hugging Face's trainer learns the same merges. Of equally frequent pairs, the pair with the
 * smaller left id is merged first; for equal left ids, the pair with the smaller right id. Special
 * tokens have the first ids. The 256 bytes follow in the order of GPT-2's alphabet, then the merged
 * tokens.
 */
public final class BpeTrainer {
  private static final int BLOCK = 1 << 22;
  private static final SpecialCutter NO_SPECIALS =
      new SpecialCutter(Map.of(), Map.of(), SpecialUse.ORDINARY);

  private final BpeSettings settings;
  private final TrainingProgress progress;
  private final WordCounter counter;
  private long bytesRead;

  /** Creates a trainer without progress reports. */
  public BpeTrainer(BpeSettings settings) {
    this(settings, (phase, done, total) -> {});
  }

  /** Creates a trainer that reports to {@code progress}. */
  public BpeTrainer(BpeSettings settings, TrainingProgress progress) {
    this.settings = settings;
    this.progress = progress;
    this.counter = new WordCounter(settings.pattern().scanner());
  }

  /** Returns a tokenizer that is trained on one text. */
  public static BpeTokenizer train(CharSequence text, BpeSettings settings) {
    return new BpeTrainer(settings).add(text).train();
  }

  /** Counts the words of a text; no word spans two texts. */
  public BpeTrainer add(CharSequence text) {
    byte[] bytes = Utf8.bytes(text);
    count(bytes, bytes.length);
    return this;
  }

  /** Counts the words of a stream. */
  public BpeTrainer add(InputStream in) throws IOException {
    TextBlocks.read(in, BLOCK, NO_SPECIALS, this::count);
    return this;
  }

  /**
   * Counts the words of a text file, a {@code .jsonl} file or a folder.
   *
   * @throws InputException if a file cannot be read or is not UTF-8
   */
  public BpeTrainer add(Path path) {
    return add(Corpus.read(path));
  }

  /** Counts the words of all documents; no word spans two documents. */
  public BpeTrainer add(Corpus corpus) {
    try (Stream<Document> documents = corpus.documents()) {
      for (Iterator<Document> each = documents.iterator(); each.hasNext(); ) {
        try (InputStream in = each.next().open()) {
          add(in);
        }
      }
      return this;
    } catch (IOException e) {
      throw SafeFiles.cannot("read", Path.of(corpus.name()), e);
    }
  }

  private void count(byte[] text, int length) {
    counter.add(text, length);
    bytesRead += length;
    progress.progress(TrainingProgress.Phase.READ, bytesRead, -1);
  }

  /** Learns merges from all texts added so far and returns the trained tokenizer. */
  public BpeTokenizer train() {
    if (bytesRead == 0) {
      throw new InputException("there is no text to train on; add a text that is not empty");
    }
    SpecialTokens specials = settings.specials();
    int count = specials.ids().size();
    byte[][] first = new byte[count][];
    specials.ids().forEach((token, id) -> first[id] = Utf8.bytes(token));
    List<byte[]> tokens = new ArrayList<>(List.of(first));
    for (byte b : ByteAlphabet.inOrder()) {
      tokens.add(new byte[] {b});
    }
    MergeLearner learner = new MergeLearner(counter.total(), tokens, count);
    List<Merge> merges = learner.learn(settings.vocabSize(), settings.minFrequency(), progress);
    byte[][] learned = learner.tokens();
    requireOwnSpellings(learned, specials.ids().keySet());
    return new BpeTokenizer(new BpeModel(learned, merges, settings.pattern(), specials));
  }

  /**
   * Throws an exception if a special token and a learned token have the same spelling, which
   * identifies a token in files.
   */
  private static void requireOwnSpellings(byte[][] tokens, Set<String> specials) {
    for (int id = specials.size(); id < tokens.length; id++) {
      String spelling = ByteAlphabet.encode(tokens[id]);
      if (specials.contains(spelling)) {
        throw new InputException(
            "the special token %s is also a token of the text; choose a spelling that the"
                + " text does not contain, such as <|%s|>",
            spelling, spelling);
      }
    }
  }
}
