package org.glassllm.token.bpe;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import org.glassllm.token.WordSplitter;

/** Encodes the words of a text for one thread, with a word cache and reusable buffers. */
final class WordEncoder {
  private final WordSplitter splitter;
  private final TokenBytes wholeWords;
  private final WordCache cache = new WordCache();
  private final WordMerger merger;

  /**
   * Creates an encoder. A word that is in {@code wholeWords} becomes that token without merges;
   * {@code wholeWords} may be null.
   */
  WordEncoder(WordSplitter splitter, MergeTable merges, TokenBytes wholeWords) {
    this.splitter = splitter;
    this.wholeWords = wholeWords;
    this.merger = new WordMerger(merges);
  }

  /** Appends the ids of {@code text[from, to)} to {@code out}. */
  void encode(byte[] text, int from, int to, IntArrayList out) {
    int at = from;
    while (at < to) {
      int end = splitter.wordEnd(text, at, to);
      if (end - at > WordCache.MAX_LENGTH) {
        compute(text, at, end, out);
      } else if (!cache.append(text, at, end, out)) {
        int first = out.size();
        compute(text, at, end, out);
        cache.put(text, at, end, out.elements(), first, out.size());
      }
      at = end;
    }
  }

  private void compute(byte[] text, int from, int to, IntArrayList out) {
    int whole = wholeWords == null ? -1 : wholeWords.find(text, from, to);
    if (whole >= 0) {
      out.add(whole);
    } else {
      merger.append(text, from, to, out);
    }
  }
}
