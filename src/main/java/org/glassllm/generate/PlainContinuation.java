package org.glassllm.generate;

import java.util.Set;
import java.util.function.Function;

/**
 * The template of a base model, which was trained on plain text. The conversation is one text: each
 * message and each answer is appended unchanged.
 *
 * @param encoder returns the ids of a text; of an empty text, the ids that start a document
 * @param stopIds the ids that end a document
 */
public record PlainContinuation(Function<String, int[]> encoder, Set<Integer> stopIds)
    implements ChatTemplate {
  /** Copies the set of stop ids. */
  public PlainContinuation {
    stopIds = Set.copyOf(stopIds);
  }

  /** {@inheritDoc} An empty message appends nothing to a text. */
  @Override
  public int[] prompt(String message, boolean first) {
    return message.isEmpty() && !first ? new int[0] : encoder.apply(message);
  }

  @Override
  public String description() {
    return "A base model continues the text so far";
  }

  @Override
  public String usage() {
    return "Each message extends the text. After an empty message, the answer continues.";
  }
}
