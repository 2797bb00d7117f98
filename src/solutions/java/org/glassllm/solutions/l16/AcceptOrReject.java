package org.glassllm.solutions.l16;

import java.util.Arrays;
import org.glassllm.exercises.l16.Tasks;

/** Reference solution: accept drafted tokens, or replace the first one that is rejected. */
public final class AcceptOrReject implements Tasks.AcceptOrReject {
  @Override
  public int[] next(double[][] p, double[][] q, int[] drafted, double[] uniforms) {
    double last = uniforms[drafted.length];
    for (int i = 0; i < drafted.length; i++) {
      int x = drafted[i];
      if (uniforms[i] >= p[i][x] / q[i][x]) {
        return append(drafted, i, draw(residual(p[i], q[i]), last));
      }
    }
    return append(drafted, drafted.length, draw(p[drafted.length], last));
  }

  private static int[] append(int[] drafted, int accepted, int token) {
    int[] all = Arrays.copyOf(drafted, accepted + 1);
    all[accepted] = token;
    return all;
  }

  private static double[] residual(double[] p, double[] q) {
    double[] rest = new double[p.length];
    double sum = 0;
    for (int i = 0; i < p.length; i++) {
      rest[i] = Math.max(0, p[i] - q[i]);
      sum += rest[i];
    }
    for (int i = 0; i < p.length; i++) {
      rest[i] /= sum;
    }
    return rest;
  }

  private static int draw(double[] p, double u) {
    double sum = 0;
    int likely = 0;
    for (int i = 0; i < p.length; i++) {
      sum += p[i];
      if (sum > u) {
        return i;
      }
      likely = p[i] > 0 ? i : likely;
    }
    return likely; // rounding left a rest
  }
}
