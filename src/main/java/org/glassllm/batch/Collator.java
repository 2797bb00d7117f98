package org.glassllm.batch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.glassllm.base.Check;

/**
 * Collates texts of different lengths into batches. Padding has no target, so the loss ignores it.
 *
 * @param pad the id that fills the free places of a row
 * @param side the side of the padding
 */
public record Collator(int pad, Side side) {

  /** The side of a row on which padding stands. */
  public enum Side {
    /** Padding before the text. */
    LEFT,
    /** Padding after the text, the default: a causal mask hides it from the text. */
    RIGHT
  }

  /** Creates a collator that pads on the right. */
  public Collator(int pad) {
    this(pad, Side.RIGHT);
  }

  /** Returns a batch with one text per row; T is the length of the longest text. */
  public Batch batch(List<Example> texts) {
    return packed(texts.stream().map(List::of).toList());
  }

  /** Returns batches of at most {@code rows} texts each, in the order of the texts. */
  public List<Batch> batches(List<Example> texts, int rows) {
    Check.positive("rows", rows);
    List<Batch> batches = new ArrayList<>();
    for (int first = 0; first < texts.size(); first += rows) {
      batches.add(batch(texts.subList(first, Math.min(first + rows, texts.size()))));
    }
    return batches;
  }

  /**
   * Returns a batch with several texts per row. T is the number of tokens in the longest row. A
   * text attends only to itself, so packing does not change its logits. A model without attention,
   * such as a recurrent model, needs one text per row and padding on the right.
   *
   * @param rows the texts of each row
   */
  public Batch packed(List<List<Example>> rows) {
    Check.positive("batch size", rows.size());
    int tokens = rows.stream().mapToInt(Collator::length).max().orElse(0);
    int size = rows.size() * Check.positive("number of tokens in a row", tokens);
    long[] inputs = new long[size], targets = new long[size];
    int[] segments = new int[size];
    Arrays.fill(inputs, pad);
    Arrays.fill(targets, Batch.IGNORE);
    Arrays.fill(segments, Segments.PADDING);
    for (int r = 0; r < rows.size(); r++) {
      List<Example> texts = rows.get(r);
      int at = r * tokens + (side == Side.LEFT ? tokens - length(texts) : 0);
      for (int segment = 0; segment < texts.size(); segment++) {
        Example text = texts.get(segment);
        for (int i = 0; i < text.length(); i++, at++) {
          inputs[at] = text.ids()[i];
          segments[at] = segment;
          if (i > 0 && text.response()[i]) {
            targets[at - 1] = text.ids()[i]; // the previous position predicts the token
          }
        }
      }
    }
    return new Batch(
        inputs, targets, rows.size(), tokens, new Segments(segments, rows.size(), tokens));
  }

  private static int length(List<Example> texts) {
    return texts.stream().mapToInt(Example::length).sum();
  }
}
