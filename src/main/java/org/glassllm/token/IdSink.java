package org.glassllm.token;

import java.io.IOException;

/** Receives the token ids of a long text in blocks. */
@FunctionalInterface
public interface IdSink {
  /** Receives the block {@code ids[0 … count)}. The encoder reuses the array after the call. */
  void accept(int[] ids, int count) throws IOException;
}
