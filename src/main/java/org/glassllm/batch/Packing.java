package org.glassllm.batch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.glassllm.base.Check;

/**
 * Assigns texts to the rows of {@link Collator#packed} by first fit: each text goes into the first
 * row with enough space, so at most one row is half empty.
 */
public final class Packing {
  private final int[] free;
  private final int leaves;

  private Packing(int texts, int tokens) {
    leaves = Math.max(1, Integer.highestOneBit(Math.max(1, texts - 1)) * 2);
    free = new int[2 * leaves]; // a node holds the maximum free space of the rows below it
    Arrays.fill(free, tokens);
  }

  /**
   * Returns the texts of each row, as indices into {@code lengths}, in O(n log n).
   *
   * @param lengths the number of tokens in each text
   * @param tokens the maximum number of tokens in a row
   * @throws org.glassllm.base.InputException if a text has more tokens than a row
   */
  public static List<List<Integer>> firstFit(int[] lengths, int tokens) {
    List<List<Integer>> rows = new ArrayList<>();
    Packing packing = new Packing(lengths.length, tokens);
    for (int text = 0; text < lengths.length; text++) {
      Check.within("number of tokens in a text", lengths[text], 1, tokens);
      int row = packing.place(lengths[text]);
      if (row == rows.size()) {
        rows.add(new ArrayList<>());
      }
      rows.get(row).add(text);
    }
    return rows;
  }

  /** Returns the first row with enough space, and uses the space. */
  private int place(int length) {
    int node = 1;
    while (node < leaves) {
      node = free[2 * node] >= length ? 2 * node : 2 * node + 1;
    }
    int row = node - leaves;
    free[node] -= length;
    for (node /= 2; node > 0; node /= 2) {
      free[node] = Math.max(free[2 * node], free[2 * node + 1]);
    }
    return row;
  }
}
