package org.glassllm.solutions.l06;

import org.glassllm.exercises.l06.Tasks;

/** Reference solution: from the last token to logits. */
public final class NextTokenLogits implements Tasks.NextTokenLogits {
  @Override
  public double[] logits(double[][] hidden, double[][] embedding) {
    double[] last = hidden[hidden.length - 1];
    double[] logits = new double[embedding.length];
    for (int id = 0; id < embedding.length; id++) {
      for (int c = 0; c < last.length; c++) {
        logits[id] += last[c] * embedding[id][c];
      }
    }
    return logits;
  }
}
