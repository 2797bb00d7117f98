package org.glassllm.solutions.l09;

import java.util.Arrays;
import java.util.Comparator;
import org.glassllm.exercises.l09.Tasks;

/** Reference solution: keep the nucleus. */
public final class TopP implements Tasks.TopP {
  @Override
  public double[] nucleus(double[] probabilities, double p) {
    Integer[] order = new Integer[probabilities.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparingDouble((Integer i) -> -probabilities[i]));
    double[] kept = new double[probabilities.length];
    double sum = 0;
    for (int i = 0; i < order.length && sum < p; i++) {
      kept[order[i]] = probabilities[order[i]];
      sum += probabilities[order[i]];
    }
    for (int i = 0; i < kept.length; i++) {
      kept[i] /= sum;
    }
    return kept;
  }
}
