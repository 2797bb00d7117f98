package org.glassllm.token.bpe;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.glassllm.base.InputException;
import org.glassllm.token.IdSink;
import org.glassllm.token.Merge;
import org.glassllm.token.SpecialTokens;
import org.glassllm.token.SpecialUse;
import org.glassllm.token.TextbookBpe;
import org.glassllm.token.Tokenizer;
import org.glassllm.token.Utf8;

/**
 * A tokenizer with byte-level byte-pair encoding, as in GPT-2 and later models.
 *
 * <p>A text is split into words ({@link WordPattern}). A word starts as its UTF-8 bytes; the
 * learned merges join adjacent tokens until no merge applies. Every byte is a token, so every text
 * can be encoded, and decoding returns exactly the encoded bytes. {@link TextbookBpe} is the
 * readable version of this class. {@link BpeTrainer} trains a tokenizer.
 *
 * <p>Source: Sennrich, Haddow, Birch, "Neural Machine Translation of Rare Words with Subword Units"
 * (2016); Radford et al., "Language Models are Unsupervised Multitask Learners" (2019), section
 * 2.2.
 */
public final class BpeTokenizer implements Tokenizer {
  private final BpeModel model;
  private final TokenBytes tokens;
  private final BulkEncoder bulk;

  /** Creates a tokenizer and the lookup tables of its model. */
  public BpeTokenizer(BpeModel model) {
    this.model = model;
    this.tokens = new TokenBytes(model.tokens(), model.hidden());
    MergeTable merges = new MergeTable(model.merges(), model.rankIsId(), tokens.byteIds());
    TokenBytes whole = model.wholeWords() ? tokens : null;
    this.bulk =
        BulkEncoder.of(model, () -> new WordEncoder(model.pattern().scanner(), merges, whole));
  }

  /** Returns the definition of this tokenizer, for saving. */
  public BpeModel model() {
    return model;
  }

  /** Returns the pattern that splits text into words. */
  public WordPattern pattern() {
    return model.pattern();
  }

  /** Returns the merges in the order in which they were learned. */
  public List<Merge> merges() {
    return model.merges();
  }

  @Override
  public int vocabSize() {
    return tokens.size();
  }

  @Override
  public SpecialTokens specials() {
    return model.specials();
  }

  @Override
  public BpeTokenizer withSpecials(List<String> spellings) {
    return new BpeTokenizer(model.withSpecials(spellings));
  }

  @Override
  public int[] encode(CharSequence text) {
    return encodeBytes(Utf8.bytes(text));
  }

  @Override
  public int[] encodeBytes(byte[] bytes) {
    return bulk.encode(bytes);
  }

  /** Returns the same ids as {@link #encodeBytes}, computed in parallel by all processors. */
  public int[] encodeParallel(byte[] bytes) {
    return bulk.encodeParallel(bytes);
  }

  /** Encodes a stream in blocks of 2 MiB; all processors encode each block together. */
  @Override
  public void encodeTo(InputStream in, IdSink sink) throws IOException {
    bulk.encodeTo(in, sink);
  }

  @Override
  public void encodeTo(InputStream in, SpecialUse use, IdSink sink) throws IOException {
    bulk.with(use).encodeTo(in, sink);
  }

  @Override
  public int[] encode(CharSequence text, SpecialUse use) {
    return bulk.with(use).encode(Utf8.bytes(text));
  }

  /** Clears the word caches. */
  public void clearCache() {
    bulk.clearCache();
  }

  @Override
  public String decode(int... ids) {
    return new String(decodeBytes(ids), StandardCharsets.UTF_8);
  }

  @Override
  public byte[] decodeBytes(int... ids) {
    long total = 0;
    for (int id : ids) {
      int length = id < 0 || id >= tokens.size() ? 0 : tokens.length(id);
      if (length == 0) {
        throw Tokenizer.noToken(id, tokens.size());
      }
      total += length;
    }
    if (total > Integer.MAX_VALUE - 8) {
      throw new InputException(
          "%s ids decode to %s bytes, more than an array can hold; decode fewer ids at a" + " time",
          ids.length, total);
    }
    byte[] bytes = new byte[(int) total];
    int at = 0;
    for (int id : ids) {
      tokens.copy(id, bytes, at);
      at += tokens.length(id);
    }
    return bytes;
  }
}
