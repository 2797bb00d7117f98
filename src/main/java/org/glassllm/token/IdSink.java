package org.glassllm.token;

import java.io.IOException;
import java.util.function.IntConsumer;

/** Takes token ids block by block, as a long text is encoded. */
@FunctionalInterface
public interface IdSink {
  /** Takes {@code ids[0 … count)}; the array is the caller's and changes afterwards. */
  void accept(int[] ids, int count) throws IOException;

  /** A sink that hands on each id. */
  static IdSink of(IntConsumer consumer) {
    return (ids, count) -> {
      for (int i = 0; i < count; i++) {
        consumer.accept(ids[i]);
      }
    };
  }
}
