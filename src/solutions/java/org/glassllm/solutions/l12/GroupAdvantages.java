package org.glassllm.solutions.l12;

import java.util.Arrays;
import org.glassllm.exercises.l12.Tasks;

/** Reference solution: compare responses to the same prompt. */
public final class GroupAdvantages implements Tasks.GroupAdvantages {
  @Override
  public double[] of(double[] rewards, int groupSize) {
    double[] advantages = new double[rewards.length];
    for (int from = 0; from < rewards.length; from += groupSize) {
      double[] group = Arrays.copyOfRange(rewards, from, from + groupSize);
      double mean = Arrays.stream(group).average().orElseThrow();
      double squares = 0;
      for (double r : group) {
        squares += (r - mean) * (r - mean);
      }
      double deviation = Math.sqrt(squares / (groupSize - 1));
      for (int i = 0; i < groupSize; i++) {
        advantages[from + i] = (group[i] - mean) / (deviation + 1e-4);
      }
    }
    return advantages;
  }
}
