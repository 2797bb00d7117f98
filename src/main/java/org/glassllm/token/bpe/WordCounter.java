package org.glassllm.token.bpe;

import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.glassllm.token.WordSplitter;

/** Splits text into words and counts the words in parallel. */
final class WordCounter {
  private static final int PART = 1 << 18;

  /** The distinct words of a text and their counts. */
  static final class Counts {
    private final ByteStrings words = new ByteStrings();
    private final LongArrayList counts = new LongArrayList();

    ByteStrings words() {
      return words;
    }

    long count(int word) {
      return counts.getLong(word);
    }

    void add(byte[] text, int from, int to) {
      add(ByteHash.of(text, from, to), text, from, to, 1);
    }

    void addAll(Counts other) {
      ByteStrings theirs = other.words;
      for (int word = 0; word < theirs.size(); word++) {
        int start = theirs.start(word);
        int end = start + theirs.length(word);
        add(theirs.hash(word), theirs.bytes(), start, end, other.count(word));
      }
    }

    private void add(long hash, byte[] text, int from, int to, long times) {
      int word = words.find(hash, text, from, to);
      if (word < 0) {
        words.index(words.append(hash, text, from, to));
        counts.add(times);
      } else {
        counts.elements()[word] += times;
      }
    }
  }

  private final WordSplitter splitter;
  private final Queue<Counts> partial = new ConcurrentLinkedQueue<>();

  WordCounter(WordSplitter splitter) {
    this.splitter = splitter;
  }

  /** Counts the words of {@code text[0, length)} in parallel. */
  void add(byte[] text, int length) {
    int[] ends = TextBlocks.ends(text, length, 1 + length / PART);
    TextBlocks.parallel(ends, (from, to) -> count(text, from, to)).forEach(partial::add);
  }

  private Counts count(byte[] text, int from, int to) {
    Counts polled = partial.poll();
    Counts counts = polled == null ? new Counts() : polled;
    for (int at = from, end; at < to; at = end) {
      end = splitter.wordEnd(text, at, to);
      counts.add(text, at, end);
    }
    return counts;
  }

  /** Returns the counts of all words that were added so far. */
  Counts total() {
    Counts all = new Counts();
    for (Counts next = partial.poll(); next != null; next = partial.poll()) {
      boolean larger = next.words().size() > all.words().size();
      (larger ? next : all).addAll(larger ? all : next);
      all = larger ? next : all;
    }
    partial.add(all);
    return all;
  }
}
