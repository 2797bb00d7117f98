package org.glassllm.token;

import java.io.IOException;
import java.io.InputStream;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Encodes texts of any size: cuts them at added tokens, long ones also into parts for the
 * processors and streams into blocks, and lends each thread a {@link WordEncoder}.
 */
final class BulkEncoder {
  private static final int BLOCK = 1 << 21;
  private static final int PART = 1 << 16;

  private final BpeModel model;
  private final Supplier<WordEncoder> maker;
  private final Deque<WordEncoder> idle;
  private final SpecialCutter cutter;

  BulkEncoder(BpeModel model, Supplier<WordEncoder> maker) {
    this(model, maker, new ConcurrentLinkedDeque<>(), SpecialUse.ORDINARY);
  }

  private BulkEncoder(
      BpeModel model, Supplier<WordEncoder> maker, Deque<WordEncoder> idle, SpecialUse use) {
    this.model = model;
    this.maker = maker;
    this.idle = idle;
    this.cutter = new SpecialCutter(model.alwaysMatched(), model.specials().ids(), use);
  }

  /** The same encoder, with the same caches, for another use of special tokens. */
  BulkEncoder with(SpecialUse use) {
    return new BulkEncoder(model, maker, idle, use);
  }

  void clearCache() {
    idle.clear();
  }

  int[] encode(byte[] text, int from, int to) {
    IdBuffer out = new IdBuffer((to - from) / 3 + 16);
    encode(text, from, to, out);
    return out.toArray();
  }

  private void encode(byte[] text, int from, int to, IdBuffer out) {
    WordEncoder polled = idle.pollFirst();
    WordEncoder words = polled == null ? maker.get() : polled;
    if (cutter.isIdle()) {
      words.encode(text, from, to, out);
    } else {
      cutter.cut(
          text,
          from,
          to,
          new SpecialCutter.Parts() {
            @Override
            public void text(int partFrom, int partTo) {
              words.encode(text, partFrom, partTo, out);
            }

            @Override
            public void token(int id) {
              out.add(id);
            }
          });
    }
    // The encoder used last has the warmest cache; more than one a processor would only take
    // memory.
    if (idle.size() < Runtime.getRuntime().availableProcessors()) {
      idle.addFirst(words);
    }
  }

  int[] encodeParallel(byte[] text, int length) {
    IdBuffer[] parts = parts(text, length);
    int[] starts = new int[parts.length + 1];
    for (int i = 0; i < parts.length; i++) {
      starts[i + 1] = Math.addExact(starts[i], parts[i].size());
    }
    int[] ids = new int[starts[parts.length]];
    IntStream.range(0, parts.length)
        .parallel()
        .forEach(i -> System.arraycopy(parts[i].array(), 0, ids, starts[i], parts[i].size()));
    return ids;
  }

  void encodeTo(InputStream in, IdSink sink) throws IOException {
    TextBlocks.read(
        in,
        BLOCK,
        cutter,
        (text, length) -> {
          for (IdBuffer part : parts(text, length)) {
            sink.accept(part.array(), part.size());
          }
        });
  }

  private IdBuffer[] parts(byte[] text, int length) {
    int processors = Runtime.getRuntime().availableProcessors();
    int wanted = processors == 1 ? 1 : Math.max(1, Math.min(length / PART, processors * 4));
    // A refused token is reported by its place in the whole text, which is then one part.
    int[] ends =
        IntStream.of(TextBlocks.ends(text, 0, length, cutter.refusesAny() ? 1 : wanted))
            .filter(end -> end == length || !cutter.spans(text, end, length))
            .toArray();
    return IntStream.range(0, ends.length)
        .parallel()
        .mapToObj(
            i -> {
              int from = i == 0 ? 0 : ends[i - 1];
              IdBuffer out = new IdBuffer((ends[i] - from) / 3 + 16);
              encode(text, from, ends[i], out);
              return out;
            })
        .toArray(IdBuffer[]::new);
  }
}
