package org.glassllm.token;

/** One thread's share of a {@link BpeTokenizer}: its word cache and its scratch arrays. */
final class WordEncoder {
  private final Splitter splitter;
  private final TokenTable wholeWords;
  private final WordCache cache = new WordCache();
  private final WordMerger merger;

  /** Where {@code wholeWords} is not null, a word found in it is that token. */
  WordEncoder(Splitter splitter, MergeTable merges, TokenTable wholeWords) {
    this.splitter = splitter;
    this.wholeWords = wholeWords;
    this.merger = new WordMerger(merges);
  }

  /** Appends the ids of {@code text[from, to)}. */
  void encode(byte[] text, int from, int to, IdBuffer out) {
    int at = from;
    while (at < to) {
      int end = splitter.wordEnd(text, at, to);
      if (end - at > WordCache.MAX_LENGTH) {
        compute(text, at, end, out);
      } else if (!cache.append(text, at, end, out)) {
        int first = out.size();
        compute(text, at, end, out);
        cache.put(text, at, end, out.array(), first, out.size());
      }
      at = end;
    }
  }

  private void compute(byte[] text, int from, int to, IdBuffer out) {
    int whole = wholeWords == null ? -1 : wholeWords.find(text, from, to);
    if (whole >= 0) {
      out.add(whole);
    } else {
      merger.append(text, from, to, out);
    }
  }
}
