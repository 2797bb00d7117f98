package org.glassllm.exercises.l01;

/** The interfaces of the exercises of lesson 01. The stubs document the methods. */
public interface Tasks {

  /** Find the next pair that BPE merges. */
  interface TrainOneMerge {
    /** See the stub. */
    int[] bestPair(int[][] words, int[] counts);
  }

  /** Encode a word with learned merges. */
  interface EncodeWithMerges {
    /** See the stub. */
    int[] encode(int[] bytes, int[][] merges);
  }

  /** Rows of one length with BOS, EOS and PAD. */
  interface PadBatch {
    /** See the stub. */
    int[][] rows(int[][] texts, int length, int bos, int eos, int pad);
  }
}
