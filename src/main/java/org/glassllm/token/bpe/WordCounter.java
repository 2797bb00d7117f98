package org.glassllm.token.bpe;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.glassllm.token.WordSplitter;

/** Splits text into words and counts them in parallel. */
final class WordCounter {
  private static final int PART = 1 << 18;

  private final WordSplitter splitter;
  private final Queue<WordCounts> partial = new ConcurrentLinkedQueue<>();

  WordCounter(WordSplitter splitter) {
    this.splitter = splitter;
  }

  /** Counts the words of {@code text[0, length)}. */
  void add(byte[] text, int length) {
    int[] ends = TextBlocks.ends(text, length, 1 + length / PART);
    TextBlocks.parallel(ends, (from, to) -> count(text, from, to)).forEach(partial::add);
  }

  private WordCounts count(byte[] text, int from, int to) {
    WordCounts polled = partial.poll();
    WordCounts counts = polled == null ? new WordCounts() : polled;
    for (int at = from, end; at < to; at = end) {
      end = splitter.wordEnd(text, at, to);
      counts.add(text, at, end);
    }
    return counts;
  }

  /** Returns the counts of all words so far. */
  WordCounts total() {
    WordCounts all = new WordCounts();
    for (WordCounts next = partial.poll(); next != null; next = partial.poll()) {
      boolean larger = next.words().size() > all.words().size();
      (larger ? next : all).addAll(larger ? all : next);
      all = larger ? next : all;
    }
    partial.add(all);
    return all;
  }
}
