package org.glassllm.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.glassllm.base.Check;

/**
 * The new tokens of one text, and the slots of {@link KvSlots} that the new tokens attend to.
 *
 * @param ids ids of the new tokens, at least one
 * @param position position of the first new token in the text
 * @param runs runs of slots in the order of the text; the last {@code ids.length} slots are those
 *     of the new tokens
 */
public record NewTokens(int[] ids, int position, List<Run> runs) {
  /**
   * Consecutive slots.
   *
   * @param start index of the first slot
   * @param length number of slots, at least 1
   */
  public record Run(int start, int length) {}

  /** Checks that there is a slot for every new token. */
  public NewTokens {
    Check.positive("number of new tokens", ids.length);
    runs = List.copyOf(runs);
    Check.atLeast("number of slots", keys(runs), ids.length);
  }

  private static int keys(List<Run> runs) {
    int keys = 0;
    for (Run run : runs) {
      keys += run.length();
    }
    return keys;
  }

  /** Returns the number of keys that the last new token attends to. */
  public int keys() {
    return keys(runs);
  }

  /** Returns the index of each slot, in the order of the text. */
  long[] slots() {
    return runs.stream()
        .flatMapToLong(run -> LongStream.range(run.start(), run.start() + run.length()))
        .toArray();
  }

  /** Returns the ids of texts with equal numbers of new tokens as an array {@code (B, T)}. */
  static NDArray ids(NDManager manager, List<NewTokens> texts) {
    long[] all = texts.stream().flatMapToInt(t -> Arrays.stream(t.ids)).asLongStream().toArray();
    return manager.create(all, new Shape(texts.size(), texts.get(0).ids.length));
  }

  /** Splits texts into groups of consecutive texts with equal numbers of new tokens. */
  static List<List<NewTokens>> groups(List<NewTokens> texts) {
    List<List<NewTokens>> groups = new ArrayList<>();
    int first = 0;
    for (int i = 1; i <= texts.size(); i++) {
      if (i == texts.size() || texts.get(i).ids.length != texts.get(first).ids.length) {
        groups.add(texts.subList(first, i));
        first = i;
      }
    }
    return groups;
  }
}
