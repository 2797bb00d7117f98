package org.glassllm.token.bpe;

import it.unimi.dsi.fastutil.longs.LongArrayList;

/** The distinct words of a text and their counts. */
final class WordCounts {
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

  void addAll(WordCounts other) {
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
