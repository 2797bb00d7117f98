package org.glassllm.token;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentLinkedQueue;
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
  private final ConcurrentLinkedQueue<WordEncoder> idle = new ConcurrentLinkedQueue<>();

  BpeTokenizer(BpeModel model) {
    this.model = model;
    this.tokens = new TokenTable(model.tokens(), model.hidden());
    this.merges = new MergeTable(model.merges(), model.rankIsId(), byteIds());
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
    IdBuffer out = new IdBuffer(bytes.length / 3 + 16);
    encode(bytes, 0, bytes.length, out);
    return out.toArray();
  }

  private void encode(byte[] bytes, int from, int to, IdBuffer out) {
    WordEncoder encoder = idle.poll();
    if (encoder == null) {
      encoder = new WordEncoder(pattern().splitter(), merges, model.wholeWords() ? tokens : null);
    }
    encoder.encode(bytes, from, to, out);
    idle.add(encoder);
  }

  /** Forgets the words that were met: the next text is encoded with cold caches. */
  public void clearCache() {
    idle.clear();
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
