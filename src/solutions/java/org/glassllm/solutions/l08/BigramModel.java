package org.glassllm.solutions.l08;

import org.glassllm.exercises.l08.Tasks;

/** Reference solution: count pairs and add k. */
public final class BigramModel implements Tasks.BigramModel {
  @Override
  public double probability(int[] text, int vocab, double k, int previous, int next) {
    double pairs = 0;
    double firsts = 0;
    for (int i = 0; i + 1 < text.length; i++) {
      if (text[i] == previous) {
        firsts++;
        if (text[i + 1] == next) {
          pairs++;
        }
      }
    }
    return (pairs + k) / (firsts + k * vocab);
  }
}
