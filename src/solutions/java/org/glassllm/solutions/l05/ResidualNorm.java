package org.glassllm.solutions.l05;

import java.util.function.UnaryOperator;
import org.glassllm.exercises.l05.Tasks;

/** Reference solution: pre-norm or post-norm. */
public final class ResidualNorm implements Tasks.ResidualNorm {
  @Override
  public double[] add(
      double[] x, UnaryOperator<double[]> branch, UnaryOperator<double[]> norm, boolean pre) {
    double[] input = pre ? norm.apply(x.clone()) : x.clone();
    double[] change = branch.apply(input);
    double[] sum = new double[x.length];
    for (int c = 0; c < x.length; c++) {
      sum[c] = x[c] + change[c];
    }
    return pre ? sum : norm.apply(sum);
  }
}
