package org.glassllm.batch;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * The rows of batches of examples. A row holds one example, or several examples that {@link
 * Packing} combines. The assignment depends on the examples only, so a resumed run has the same
 * rows.
 */
public final class ExampleRows {
  private final IntFunction<Example> examples;
  private final List<List<Integer>> rows;

  /**
   * Assigns the examples of a file to rows.
   *
   * @param packed whether a row may hold several examples
   * @param tokens the maximum number of tokens in a row
   */
  public ExampleRows(ExampleFile file, boolean packed, int tokens) {
    examples = file::get;
    rows = packed ? Packing.firstFit(file.lengths(), tokens) : single(file.size());
  }

  /** Assigns each example to a row of its own. */
  public ExampleRows(List<Example> texts) {
    examples = texts::get;
    rows = single(texts.size());
  }

  private static List<List<Integer>> single(int size) {
    return IntStream.range(0, size).mapToObj(List::of).toList();
  }

  /** Returns the number of rows. */
  public int size() {
    return rows.size();
  }

  /** Returns a batch of rows, with padding on the right; the loss ignores padding. */
  public Batch batch(long... indices) {
    List<List<Example>> chosen = new ArrayList<>();
    for (long row : indices) {
      chosen.add(rows.get((int) row).stream().map(examples::apply).toList());
    }
    return new Collator(0).packed(chosen);
  }
}
