package org.glassllm.course.l16;

import java.util.Arrays;
import org.glassllm.course.Contract;
import org.glassllm.exercises.l16.Tasks;
import org.junit.jupiter.api.Test;

/** The contract of {@code NextBatch}. */
abstract class NextBatchContract extends Contract<Tasks.NextBatch> {
  NextBatchContract(Tasks.NextBatch code) {
    super(16, Tasks.NextBatch.class, code);
  }

  private String next(int[] unread, int[] left, int rows) {
    return Arrays.toString(code().next(unread, left, rows));
  }

  @Test
  void completeRequestsTakeNoRow() {
    same(
        "2 rows; request 0 is complete",
        "[DONE, DECODE, DECODE, WAIT]",
        next(new int[] {1, 1, 1, 1}, new int[] {0, 5, 5, 5}, 2),
        "a complete request gives its row to the oldest waiting one at once");
    same(
        "2 rows; request 1 is complete, request 2 has a prompt",
        "[DECODE, DONE, PREFILL, WAIT]",
        next(new int[] {1, 1, 9, 9}, new int[] {3, 0, 5, 5}, 2),
        "a complete request gives its row to the oldest waiting one at once");
  }

  @Test
  void theOldestRequestsGetTheRows() {
    same(
        "3 rows, 5 requests that decode",
        "[DECODE, DECODE, DECODE, WAIT, WAIT]",
        next(new int[] {1, 1, 1, 1, 1}, new int[] {1, 1, 1, 1, 1}, 3),
        "rows go to the oldest incomplete requests");
    same(
        "1 row",
        "[PREFILL, WAIT]",
        next(new int[] {7, 7}, new int[] {5, 5}, 1),
        "a request without a row cannot read its prompt");
  }

  @Test
  void onePromptIsReadWhileOthersDecode() {
    same(
        "4 rows; requests 1 and 2 have prompts",
        "[DECODE, PREFILL, WAIT, DECODE]",
        next(new int[] {1, 40, 20, 1}, new int[] {5, 5, 5, 5}, 4),
        "the oldest unread prompt is read; requests with one unread token decode in the same step");
    same(
        "a request without a row has a prompt, too",
        "[DECODE, DECODE, WAIT]",
        next(new int[] {1, 1, 9}, new int[] {5, 5, 5}, 2),
        "only a request in a row reads its prompt");
    same(
        "a prompt of 2 unread tokens",
        "[PREFILL, DECODE]",
        next(new int[] {2, 1}, new int[] {5, 5}, 2),
        "more than one unread token: prefill");
  }

  @Test
  void aRequestThatWaitsForItsPromptKeepsItsRow() {
    same(
        "2 rows, three prompts",
        "[PREFILL, WAIT, WAIT]",
        next(new int[] {9, 9, 1}, new int[] {5, 5, 5}, 2),
        "a request whose prompt waits has a row already: nobody overtakes it");
  }
}
