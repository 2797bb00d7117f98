package org.glassllm.token;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.glassllm.base.InputException;
import org.glassllm.base.SafeFiles;

/**
 * Trains a {@link BpeTokenizer}: counts the words of all texts it is given, then learns merges from
 * the counts. Text streams through, so a corpus may be larger than memory; what must fit is its
 * distinct words.
 *
 * <p>The same texts and settings give the same merges, on every machine and with any number of
 * threads, and the same as Hugging Face's trainer gives (see {@link MergeLearner}): of pairs that
 * are equally frequent, the one with the smaller left id, then the smaller right id. Ids are
 * special tokens first, then the 256 bytes in the order of GPT-2's alphabet, then merged tokens.
 */
public final class BpeTrainer {
  private static final int BLOCK = 1 << 22;

  private static final SpecialCutter NO_SPECIALS =
      new SpecialCutter(Map.of(), Map.of(), SpecialUse.ORDINARY);

  private final BpeSettings settings;
  private final TrainingProgress progress;
  private final WordCounter counter;
  private long bytesRead;

  /** A trainer that reports nothing. */
  public BpeTrainer(BpeSettings settings) {
    this(settings, TrainingProgress.SILENT);
  }

  /** A trainer that reports its progress. */
  public BpeTrainer(BpeSettings settings, TrainingProgress progress) {
    this.settings = settings;
    this.progress = progress;
    this.counter = new WordCounter(settings.pattern().splitter());
  }

  /** Trains on one text. */
  public static BpeTokenizer train(CharSequence text, BpeSettings settings) {
    return new BpeTrainer(settings).add(text).train();
  }

  /** Counts the words of a text; no word goes from one text to the next. */
  public BpeTrainer add(CharSequence text) {
    byte[] bytes = Utf8.bytes(text);
    count(bytes, bytes.length);
    return this;
  }

  /** Counts the words of a stream, block by block. */
  public BpeTrainer add(InputStream in) throws IOException {
    TextBlocks.read(in, BLOCK, NO_SPECIALS, this::count);
    return this;
  }

  /**
   * Counts the words of a file, block by block.
   *
   * @throws InputException if the file cannot be read or is not UTF-8
   */
  public BpeTrainer add(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      TextBlocks.read(
          in,
          BLOCK,
          NO_SPECIALS,
          (text, length) -> {
            requireUtf8(text, length, file);
            count(text, length);
          });
      return this;
    } catch (IOException e) {
      throw SafeFiles.cannot("read", file, e);
    }
  }

  private static void requireUtf8(byte[] text, int length, Path file) {
    for (int i = 0; i < length; ) {
      int codePoint = Utf8.codePoint(text, i, length);
      if (codePoint < 0) {
        throw new InputException(
            "not a UTF-8 text: " + file + "; convert it, for example with iconv -t UTF-8");
      }
      i += Utf8.length(codePoint);
    }
  }

  private void count(byte[] text, int length) {
    counter.add(text, length);
    bytesRead += length;
    progress.progress(TrainingProgress.Phase.READ, bytesRead, -1);
  }

  /** Learns the merges of all texts added so far. */
  public BpeTokenizer train() {
    if (bytesRead == 0) {
      throw new InputException("there is no text to train on; add a text that is not empty");
    }
    List<byte[]> tokens = new ArrayList<>();
    String[] specials = new String[settings.specials().ids().size()];
    settings.specials().ids().forEach((token, id) -> specials[id] = token);
    for (String special : specials) {
      tokens.add(Utf8.bytes(special));
    }
    for (byte b : ByteAlphabet.inOrder()) {
      tokens.add(new byte[] {b});
    }
    MergeLearner learner = new MergeLearner(counter.total(), tokens, specials.length);
    List<Merge> merges = learner.learn(settings.vocabSize(), settings.minFrequency(), progress);
    requireOwnSpellings(tokens, specials);
    return new BpeTokenizer(
        BpeModel.of(
            tokens.toArray(byte[][]::new), merges, settings.pattern(), settings.specials()));
  }

  /** A file names tokens by their spelling, so a special token must not be spelled like another. */
  private static void requireOwnSpellings(List<byte[]> tokens, String... specials) {
    Set<String> special = Set.of(specials);
    for (byte[] token : tokens.subList(specials.length, tokens.size())) {
      String spelling = ByteAlphabet.encode(token);
      if (special.contains(spelling)) {
        throw new InputException(
            "the special token "
                + spelling
                + " is spelled like a token of the text itself; give it a spelling that the text"
                + " does not hold, such as <|"
                + spelling
                + "|>");
      }
    }
  }
}
