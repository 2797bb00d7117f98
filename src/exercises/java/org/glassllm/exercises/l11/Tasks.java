package org.glassllm.exercises.l11;

/** The interfaces of the exercises of lesson 11. The stubs document the methods. */
public interface Tasks {
  /** The target of a position that the loss ignores, as in PyTorch. */
  int IGNORE = -100;

  /** Write an instruction and its answer in Alpaca's format. */
  interface FormatInstruction {
    /** See the stub. */
    Text format(String instruction, String input, String output, String end);
  }

  /**
   * An instruction and its answer in a format.
   *
   * @param prompt all characters that the user determines; the loss ignores them
   * @param response all characters that the model must learn to write
   */
  record Text(String prompt, String response) {}

  /** Find the positions whose predictions the loss counts. */
  interface ResponseMask {
    /** See the stub. */
    boolean[] counted(int[] row, int prompt, int end);
  }

  /** Put texts of different lengths into one batch. */
  interface Collate {
    /** See the stub. */
    Rows collate(int[][] ids, boolean[][] response, int pad);
  }

  /**
   * A batch.
   *
   * @param inputs token ids, {@code (B, T)}
   * @param targets the next token of each position, or {@link #IGNORE}, {@code (B, T)}
   */
  record Rows(int[][] inputs, int[][] targets) {}

  /** Apply and merge a low-rank update. */
  interface MergeLora {
    /** See the stub. */
    double[] output(double[] x, double[][] w, double[][] a, double[][] b, double alpha);

    /** See the stub. */
    double[][] merge(double[][] w, double[][] a, double[][] b, double alpha);
  }
}
