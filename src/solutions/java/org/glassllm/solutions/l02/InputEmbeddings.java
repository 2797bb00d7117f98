package org.glassllm.solutions.l02;

import org.glassllm.exercises.l02.Tasks;

/** Reference solution: the input of the first block. */
public final class InputEmbeddings implements Tasks.InputEmbeddings {
  @Override
  public double[][] embed(int[] ids, double[][] tokens, double[][] positions, int offset) {
    double[][] x = new double[ids.length][tokens[0].length];
    for (int t = 0; t < ids.length; t++) {
      for (int c = 0; c < x[t].length; c++) {
        x[t][c] = tokens[ids[t]][c] + positions[offset + t][c];
      }
    }
    return x;
  }
}
