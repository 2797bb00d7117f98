package org.glassllm.course.l06;

import java.util.List;
import org.glassllm.course.Edit;

/** Typical mistakes of lesson 06. Each edits one passage of the reference. */
public final class Wrong {
  private Wrong() {}

  /** The edits. */
  public static final List<Edit> EDITS =
      List.of(
          new Edit(
              "CountParameters",
              "biases of attention are missing",
              "dim * 3 * dim + 3 * dim + dim * dim + dim",
              "dim * 3 * dim + dim * dim"),
          new Edit(
              "CountParameters", "a tied head is counted", "tied ? 0 : vocab * dim", "vocab * dim"),
          new Edit("CountParameters", "the final norm is missing", "+ finalNorm + head", "+ head"),
          new Edit(
              "CountParameters",
              "positions are missing",
              "vocab * dim + context * dim",
              "vocab * dim"),
          new Edit("CountParameters", "norms have no bias", "2 * 2 * dim", "2 * dim"),
          new Edit(
              "CountParameters",
              "the output projection is missing",
              "dim * 3 * dim + 3 * dim + dim * dim + dim",
              "dim * 3 * dim + 3 * dim"),
          new Edit(
              "NextTokenLogits",
              "the first token is used",
              "hidden[hidden.length - 1]",
              "hidden[0]"),
          new Edit(
              "NextTokenLogits",
              "the last channel is left out",
              "c < last.length",
              "c < last.length - 1"),
          new Edit(
              "NextTokenLogits",
              "rows of the embedding are mixed",
              "embedding[id][c]",
              "embedding[(id + 1) % embedding.length][c]"),
          new Edit(
              "NextTokenLogits",
              "added instead of multiplied",
              "last[c] * embedding[id][c]",
              "last[c] + embedding[id][c]"),
          new Edit(
              "NextTokenLogits",
              "the logits of all tokens are summed",
              "logits[id] += last[c] * embedding[id][c];",
              "for (double[] row : hidden) {\n          logits[id] += row[c] * embedding[id][c];\n        }"));
}
