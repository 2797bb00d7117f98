package org.glassllm.solutions.l16;

import org.glassllm.exercises.l16.Tasks;
import org.glassllm.exercises.l16.Tasks.Action;

/** Reference solution: choose what each request does in the next step. */
public final class NextBatch implements Tasks.NextBatch {
  @Override
  public Action[] next(int[] unread, int[] left, int rows) {
    Action[] actions = new Action[unread.length];
    int taken = 0;
    boolean reading = false;
    for (int i = 0; i < unread.length; i++) {
      if (left[i] == 0) {
        actions[i] = Action.DONE;
        continue;
      }
      boolean row = taken < rows;
      taken++;
      if (row && unread[i] == 1) {
        actions[i] = Action.DECODE;
      } else if (row && !reading) {
        actions[i] = Action.PREFILL;
        reading = true;
      } else {
        actions[i] = Action.WAIT;
      }
    }
    return actions;
  }
}
