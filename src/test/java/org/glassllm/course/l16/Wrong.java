package org.glassllm.course.l16;

import java.util.List;
import org.glassllm.course.Edit;

/** Typical mistakes of lesson 16. Each edits one passage of the reference. */
public final class Wrong {
  private Wrong() {}

  /** The edits. */
  public static final List<Edit> EDITS =
      List.of(
          new Edit(
              "AcceptOrReject",
              "drawn from p after a rejection (document 000)",
              "draw(residual(p[i], q[i]), last)",
              "draw(p[i], last)"),
          new Edit("AcceptOrReject", "q / p", "p[i][x] / q[i][x]", "q[i][x] / p[i][x]"),
          new Edit(
              "AcceptOrReject",
              "no token after the last accepted draft (document 000)",
              "append(drafted, drafted.length, draw(p[drafted.length], last))",
              "drafted"),
          new Edit(
              "AcceptOrReject",
              "rows of p one too far (document 000)",
              "p[i][x] / q[i][x]",
              "p[i + 1][x] / q[i][x]"),
          new Edit(
              "AcceptOrReject",
              "residual one row too far",
              "residual(p[i], q[i])",
              "residual(p[i + 1], q[i])"),
          new Edit("AcceptOrReject", "residual not normalized", "rest[i] /= sum;", "rest[i] /= 1;"),
          new Edit(
              "AcceptOrReject",
              "distance instead of the positive part",
              "Math.max(0, p[i] - q[i])",
              "Math.abs(p[i] - q[i])"),
          new Edit(
              "AcceptOrReject", "q - p", "Math.max(0, p[i] - q[i])", "Math.max(0, q[i] - p[i])"),
          new Edit(
              "AcceptOrReject",
              "accepted only if the target likes it better",
              "uniforms[i] >= p[i][x] / q[i][x]",
              "p[i][x] < q[i][x]"),
          new Edit("AcceptOrReject", "accepted with probability p", "p[i][x] / q[i][x]", "p[i][x]"),
          new Edit(
              "AcceptOrReject",
              "a token with p = 0 is accepted",
              "uniforms[i] >= p",
              "uniforms[i] > p"),
          new Edit(
              "AcceptOrReject",
              "later drafts stay after a rejection",
              "append(drafted, i, draw(residual(p[i], q[i]), last))",
              "append(drafted, drafted.length, draw(residual(p[i], q[i]), last))"),
          new Edit(
              "AcceptOrReject",
              "one token less",
              "append(drafted, i, draw(residual(p[i], q[i]), last))",
              "Arrays.copyOf(drafted, i + 1)"),
          new Edit(
              "BlockTable",
              "one block too many at the boundary",
              "(tokens + blockSize - 1) / blockSize",
              "tokens / blockSize + 1"),
          new Edit(
              "BlockTable",
              "rounded down",
              "(tokens + blockSize - 1) / blockSize",
              "tokens / blockSize"),
          new Edit("BlockTable", "old blocks forgotten", " - blocks.size();", ";"),
          new Edit(
              "BlockTable",
              "the last free block stays unused",
              "missing > free",
              "missing >= free"),
          new Edit(
              "BlockTable",
              "takes what there is",
              "return false;",
              "blocks.addAll(free);\n      free.clear();\n      return false;"),
          new Edit("BlockTable", "copied, not taken", "free.removeFirst()", "free.peekFirst()"),
          new Edit(
              "BlockTable",
              "blocks in a row",
              "blocks.get(position / blockSize) * blockSize + position % blockSize",
              "blocks.get(0) * blockSize + position"),
          new Edit(
              "BlockTable",
              "block number instead of its first slot",
              "* blockSize + position % blockSize",
              "+ position % blockSize"),
          new Edit(
              "BlockTable",
              "boundary off by one",
              "blocks.get(position / blockSize)",
              "blocks.get(Math.max(0, position - 1) / blockSize)"),
          new Edit(
              "BlockTable",
              "a freed block is lost",
              "free.addAll(blocks);",
              "free.addAll(blocks.subList(0, blocks.size() - 1));"),
          new Edit("BlockTable", "released twice", "blocks.clear();", ""),
          new Edit(
              "NextBatch",
              "a finished request keeps its row",
              "actions[i] = Action.DONE;",
              "actions[i] = Action.DONE;\n        taken++;"),
          new Edit(
              "NextBatch",
              "prompts stop the decoding",
              "if (row && unread[i] == 1)",
              "if (row && unread[i] == 1 && !reading)"),
          new Edit(
              "NextBatch", "all prompts at once", "else if (row && !reading)", "else if (row)"),
          new Edit(
              "NextBatch",
              "a request without a row reads",
              "else if (row && !reading)",
              "else if (!reading)"),
          new Edit("NextBatch", "one row too many", "taken < rows", "taken <= rows"),
          new Edit("NextBatch", "one row too few", "taken < rows", "taken < Math.max(1, rows - 1)"),
          new Edit("NextBatch", "decodes without a row", "if (row && unread", "if (unread"),
          new Edit("NextBatch", "decodes with unread tokens", "unread[i] == 1", "unread[i] <= 2"),
          new Edit(
              "NextBatch",
              "a waiting prompt gives its row away",
              "actions[i] = Action.WAIT;",
              "actions[i] = Action.WAIT;\n        taken--;"));
}
