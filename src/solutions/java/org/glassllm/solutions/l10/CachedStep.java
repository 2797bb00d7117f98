package org.glassllm.solutions.l10;

import java.util.Arrays;
import org.glassllm.exercises.l10.Tasks;

/** Reference solution: one attention step with cached keys and values. */
public final class CachedStep implements Tasks.CachedStep {
  @Override
  public Tasks.Step attend(
      double[][] keys,
      double[][] values,
      double[] q,
      double[] k,
      double[] v,
      Tasks.Rotation rotation) {
    int position = keys.length;
    double[] query = rotation.rotate(q, position);
    double[][] allKeys = append(keys, rotation.rotate(k, position));
    double[][] allValues = append(values, v);
    return new Tasks.Step(attention(query, allKeys, allValues), allKeys, allValues);
  }

  private static double[][] append(double[][] rows, double[] row) {
    double[][] all = Arrays.copyOf(rows, rows.length + 1);
    all[rows.length] = row;
    return all;
  }

  private static double[] attention(double[] query, double[][] keys, double[][] values) {
    double[] weights = new double[keys.length];
    double max = Double.NEGATIVE_INFINITY;
    for (int j = 0; j < keys.length; j++) {
      for (int d = 0; d < query.length; d++) {
        weights[j] += query[d] * keys[j][d] / Math.sqrt(query.length);
      }
      max = Math.max(max, weights[j]);
    }
    double sum = 0;
    for (int j = 0; j < keys.length; j++) {
      weights[j] = Math.exp(weights[j] - max);
      sum += weights[j];
    }
    double[] output = new double[values[0].length];
    for (int j = 0; j < keys.length; j++) {
      for (int d = 0; d < output.length; d++) {
        output[d] += weights[j] / sum * values[j][d];
      }
    }
    return output;
  }
}
