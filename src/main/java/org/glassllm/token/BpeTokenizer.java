package org.glassllm.token;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.glassllm.base.InputException;

/**
 * Byte-level byte-pair encoding, as GPT-2 and its successors have it.
 *
 * <p>A text is cut into words ({@link SplitPattern}); a word starts as its UTF-8 bytes, and the
 * learned merges join neighbours until none applies. As every byte is a token there is nothing that
 * it cannot express, and decoding gives back exactly the bytes. {@link TextbookBpe} is the same in
 * a few dozen lines; this class is the fast twin. Train one with {@link BpeTrainer}, read one with
 * {@link Tokenizers#load(Path)}.
 *
 * <p>Source: Sennrich, Haddow, Birch, "Neural Machine Translation of Rare Words with Subword Units"
 * (2016); Radford et al., "Language Models are Unsupervised Multitask Learners" (2019), section
 * 2.2.
 */
public final class BpeTokenizer implements Tokenizer {
  private final BpeModel model;
  private final TokenTable tokens;
  private final MergeTable merges;
  private final BulkEncoder bulk;

  BpeTokenizer(BpeModel model) {
    this.model = model;
    this.tokens = new TokenTable(model.tokens(), model.hidden());
    this.merges = new MergeTable(model.merges(), model.rankIsId(), byteIds());
    TokenTable whole = model.wholeWords() ? tokens : null;
    this.bulk = new BulkEncoder(model, () -> new WordEncoder(pattern().splitter(), merges, whole));
  }

  BpeModel model() {
    return model;
  }

  /** How text is cut into words. */
  public SplitPattern pattern() {
    return model.pattern();
  }

  /** The learned rules in their order. */
  public List<Merge> merges() {
    return model.merges();
  }

  @Override
  public int vocabSize() {
    return tokens.size();
  }

  @Override
  public int[] encode(CharSequence text) {
    return encodeBytes(Utf8.bytes(text));
  }

  @Override
  public int[] encodeBytes(byte[] bytes) {
    return bulk.encode(bytes, 0, bytes.length);
  }

  /**
   * The ids of one long text, computed by all processors: the text is cut where words end in any
   * case, so the ids are those of {@link #encodeBytes}.
   */
  public int[] encodeParallel(byte[] bytes) {
    return bulk.encodeParallel(bytes, bytes.length);
  }

  /** Encodes a stream in blocks of a few megabytes, each with all processors. */
  @Override
  public void encodeTo(InputStream in, IdSink sink) throws IOException {
    bulk.encodeTo(in, sink);
  }

  /**
   * Encodes a stream as {@link #encodeTo(InputStream, IdSink)} does, with special tokens in it.
   *
   * @throws InputException if the text holds a special token that {@code use} refuses
   */
  public void encodeTo(InputStream in, SpecialUse use, IdSink sink) throws IOException {
    bulk.with(use).encodeTo(in, sink);
  }

  @Override
  public int[] encode(CharSequence text, SpecialUse use) {
    byte[] bytes = Utf8.bytes(text);
    return bulk.with(use).encode(bytes, 0, bytes.length);
  }

  /** Forgets the words that were met: the next text is encoded with cold caches. */
  public void clearCache() {
    bulk.clearCache();
  }

  @Override
  public String decode(int... ids) {
    return Utf8.text(decodeBytes(ids));
  }

  @Override
  public byte[] decodeBytes(int... ids) {
    long total = 0;
    for (int id : ids) {
      total += length(id);
    }
    if (total > Integer.MAX_VALUE - 8) {
      throw new InputException(
          ids.length
              + " ids decode to "
              + total
              + " bytes, more than one array holds; decode parts");
    }
    byte[] bytes = new byte[(int) total];
    int at = 0;
    for (int id : ids) {
      tokens.copy(id, bytes, at);
      at += tokens.length(id);
    }
    return bytes;
  }

  private int length(int id) {
    int length = id < 0 || id >= tokens.size() ? 0 : tokens.length(id);
    if (length == 0) {
      throw new InputException(
          "there is no token with the id "
              + id
              + "; valid ids are 0 to "
              + (tokens.size() - 1)
              + "; were they made with another tokenizer?");
    }
    return length;
  }

  @Override
  public Map<String, Integer> specialTokens() {
    return model.specials().ids();
  }

  @Override
  public OptionalInt special(SpecialRole role) {
    return model.specials().id(role);
  }

  @Override
  public void save(Path file) {
    HuggingFaceWriter.write(this, file);
  }

  private int[] byteIds() {
    int[] ids = new int[256];
    Arrays.fill(ids, -1);
    for (int b = 0; b < 256; b++) {
      ids[b] = tokens.find(new byte[] {(byte) b}, 0, 1);
    }
    return ids;
  }
}
