package org.glassllm.exercises.l16;

import java.util.Deque;
import java.util.List;

/** The interfaces of the exercises of lesson 16. The stubs document the methods. */
public interface Tasks {

  /** Accept drafted tokens, or replace the first one that is rejected. */
  interface AcceptOrReject {
    /** See the stub. */
    int[] next(double[][] p, double[][] q, int[] drafted, double[] uniforms);
  }

  /** Find a token's place in paged memory. */
  interface BlockTable {
    /** See the stub. */
    boolean reserve(Deque<Integer> free, List<Integer> blocks, int tokens, int blockSize);

    /** See the stub. */
    int slot(List<Integer> blocks, int position, int blockSize);

    /** See the stub. */
    void release(Deque<Integer> free, List<Integer> blocks);
  }

  /** A request's part in the next step. */
  enum Action {
    /** The text is complete: the request takes no row. */
    DONE,
    /** The request has no row yet, or another prompt is read first. */
    WAIT,
    /** The step reads a chunk of the request's prompt. */
    PREFILL,
    /** The step generates a token of the request. */
    DECODE
  }

  /** Choose what each request does in the next step. */
  interface NextBatch {
    /** See the stub. */
    Action[] next(int[] unread, int[] left, int rows);
  }
}
