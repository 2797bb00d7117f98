package org.glassllm.token;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;

/** Cuts text into words and counts them with all processors. */
final class WordCounter {
  private static final int PART = 1 << 18;

  private final Splitter splitter;
  private final Queue<WordCounts> partial = new ConcurrentLinkedQueue<>();

  WordCounter(Splitter splitter) {
    this.splitter = splitter;
  }

  /** Counts the words of {@code text[0, length)}. */
  void add(byte[] text, int length) {
    int[] ends = TextBlocks.ends(text, 0, length, 1 + length / PART);
    IntStream.range(0, ends.length)
        .parallel()
        .forEach(part -> count(text, part == 0 ? 0 : ends[part - 1], ends[part]));
  }

  private void count(byte[] text, int from, int to) {
    WordCounts counts = partial.poll();
    if (counts == null) {
      counts = new WordCounts();
    }
    int at = from;
    while (at < to) {
      int end = splitter.wordEnd(text, at, to);
      counts.add(text, at, end, 1);
      at = end;
    }
    partial.add(counts);
  }

  /** All words counted so far. */
  WordCounts total() {
    WordCounts all = null;
    for (WordCounts next = partial.poll(); next != null; next = partial.poll()) {
      if (all == null) {
        all = next;
      } else if (all.size() < next.size()) {
        next.addAll(all);
        all = next;
      } else {
        all.addAll(next);
      }
    }
    all = all == null ? new WordCounts() : all;
    partial.add(all);
    return all;
  }
}
