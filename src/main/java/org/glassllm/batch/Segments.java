package org.glassllm.batch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.glassllm.base.Check;

/**
 * The text that each token of a batch belongs to. A row may hold padding and several packed texts.
 * A token attends only to tokens of its own text, and the positions of a text start at 0.
 *
 * @param ids for each token {@code (B, T)}, row by row: the index of its text in the row, counted
 *     from 0, or {@link #PADDING}. The tokens of a text are consecutive.
 * @param rows the batch size B; 0 for {@link #NONE}
 * @param tokens the number of tokens T per row; 0 for {@link #NONE}
 */
public record Segments(int[] ids, int rows, int tokens) {
  /** The id of a token that pads its row. */
  public static final int PADDING = -1;

  /** No segments, as in pretraining: each row is one text without padding. */
  public static final Segments NONE = new Segments(new int[0], 0, 0);

  /** Checks the number of ids and the order of the texts in each row. */
  public Segments {
    if (ids.length != rows * tokens) {
      throw Check.illegal("number of segment ids", ids.length, "B · T = " + rows * tokens);
    }
    int texts = 0;
    for (int i = 0; i < ids.length; i++) {
      boolean first = i % tokens == 0;
      texts = first ? 0 : texts;
      if (ids[i] == PADDING || !first && ids[i] == ids[i - 1]) {
        continue;
      }
      if (ids[i] != texts) {
        throw Check.illegal("segment id", ids[i], "that of the previous token, or " + texts);
      }
      texts++;
    }
  }

  /** Returns whether each row is one text without padding. */
  public boolean isNone() {
    return ids.length == 0;
  }

  /**
   * Returns whether a causal mask with consecutive positions is sufficient. The condition is one
   * text per row, from the first column on; a causal mask hides padding on the right.
   */
  public boolean isCausal() {
    for (int i = 0; i < ids.length; i++) {
      if (ids[i] > 0 || i % tokens == 0 && ids[i] == PADDING) {
        return false;
      }
    }
    return true;
  }

  /** Returns the position of each token in its text, {@code (B, T)}; padding has the position 0. */
  public int[] positions() {
    int[] positions = new int[ids.length];
    for (int i = 0; i < ids.length; i++) {
      boolean continues = i % tokens > 0 && ids[i] == ids[i - 1];
      positions[i] = continues && ids[i] != PADDING ? positions[i - 1] + 1 : 0;
    }
    return positions;
  }

  /** Returns the ids as an array {@code (B, T)}; {@code manager} owns the array. */
  public NDArray array(NDManager manager) {
    return manager.create(ids, new Shape(rows, tokens));
  }
}
