package org.glassllm.token.bpe;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.io.IOException;
import java.io.InputStream;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.glassllm.token.IdSink;
import org.glassllm.token.SpecialCutter;
import org.glassllm.token.SpecialUse;

/**
 * Encodes texts of any size. Texts are cut at special and added tokens, long texts into parts for
 * the processors, and streams into blocks. Each thread borrows a {@link WordEncoder}.
 */
record BulkEncoder(
    BpeModel model, Supplier<WordEncoder> factory, Deque<WordEncoder> idle, SpecialCutter cutter) {
  private static final int BLOCK = 1 << 21;
  private static final int PART = 1 << 16;

  static BulkEncoder of(BpeModel model, Supplier<WordEncoder> factory) {
    return with(model, factory, new ConcurrentLinkedDeque<>(), SpecialUse.ORDINARY);
  }

  /** Returns an encoder with another use of special tokens and the same word caches. */
  BulkEncoder with(SpecialUse use) {
    return with(model, factory, idle, use);
  }

  private static BulkEncoder with(
      BpeModel model, Supplier<WordEncoder> factory, Deque<WordEncoder> idle, SpecialUse use) {
    SpecialCutter cutter = new SpecialCutter(model.alwaysMatched(), model.specials().ids(), use);
    return new BulkEncoder(model, factory, idle, cutter);
  }

  void clearCache() {
    idle.clear();
  }

  int[] encode(byte[] text) {
    return encode(text, 0, text.length).toIntArray();
  }

  private IntArrayList encode(byte[] text, int from, int to) {
    IntArrayList out = new IntArrayList((to - from) / 3 + 16);
    WordEncoder polled = idle.pollFirst();
    WordEncoder words = polled == null ? factory.get() : polled;
    cutter.cut(text, from, to, (a, b) -> words.encode(text, a, b, out), out::add);
    // The most recent encoder has the warmest cache; one encoder per processor is enough.
    if (idle.size() < Runtime.getRuntime().availableProcessors()) {
      idle.addFirst(words);
    }
    return out;
  }

  int[] encodeParallel(byte[] text) {
    IntArrayList[] parts = parts(text, text.length);
    int[] starts = new int[parts.length + 1];
    for (int i = 0; i < parts.length; i++) {
      starts[i + 1] = Math.addExact(starts[i], parts[i].size());
    }
    int[] ids = new int[starts[parts.length]];
    IntStream.range(0, parts.length)
        .parallel()
        .forEach(i -> parts[i].getElements(0, ids, starts[i], parts[i].size()));
    return ids;
  }

  void encodeTo(InputStream in, IdSink sink) throws IOException {
    TextBlocks.BlockConsumer encoding =
        (text, length) -> {
          for (IntArrayList part : parts(text, length)) {
            sink.accept(part.elements(), part.size());
          }
        };
    TextBlocks.read(in, BLOCK, cutter, encoding);
  }

  private IntArrayList[] parts(byte[] text, int length) {
    int processors = Runtime.getRuntime().availableProcessors();
    int wanted = processors == 1 ? 1 : Math.max(1, Math.min(length / PART, processors * 4));
    // A message names the position of a refused token in the complete text, which is not cut.
    int[] ends =
        IntStream.of(TextBlocks.ends(text, length, cutter.refusesAny() ? 1 : wanted))
            .filter(end -> end == length || !cutter.spans(text, end, length))
            .toArray();
    return TextBlocks.parallel(ends, (from, to) -> encode(text, from, to))
        .toArray(IntArrayList[]::new);
  }
}
