package org.glassllm.solutions.l04;

import org.glassllm.exercises.l04.Tasks;

/** Reference solution: split channels into heads, and merge them again. */
public final class SplitHeads implements Tasks.SplitHeads {
  @Override
  public double[][][] split(double[][] x, int heads) {
    int tokens = x.length;
    int width = x[0].length / heads;
    double[][][] split = new double[heads][tokens][width];
    for (int h = 0; h < heads; h++) {
      for (int t = 0; t < tokens; t++) {
        for (int d = 0; d < width; d++) {
          split[h][t][d] = x[t][h * width + d];
        }
      }
    }
    return split;
  }

  @Override
  public double[][] merge(double[][][] x) {
    int width = x[0][0].length;
    double[][] merged = new double[x[0].length][x.length * width];
    for (int h = 0; h < x.length; h++) {
      for (int t = 0; t < merged.length; t++) {
        System.arraycopy(x[h][t], 0, merged[t], h * width, width);
      }
    }
    return merged;
  }
}
