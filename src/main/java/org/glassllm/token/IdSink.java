package org.glassllm.token;

import java.io.IOException;
import java.util.function.IntConsumer;

/** Receives the token ids of a long text in blocks. */
@FunctionalInterface
public interface IdSink {
  /** Receives {@code ids[0 … count)}. The encoder reuses the array after the call. */
  void accept(int[] ids, int count) throws IOException;

  /** Returns a sink that passes on each id. */
  static IdSink of(IntConsumer consumer) {
    return (ids, count) -> {
      for (int i = 0; i < count; i++) {
        consumer.accept(ids[i]);
      }
    };
  }
}
