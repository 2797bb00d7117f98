package org.glassllm.solutions.l08;

import java.nio.charset.StandardCharsets;
import org.glassllm.exercises.l08.Tasks;

/** Reference solution: a measure independent of the tokenizer. */
public final class BitsPerByte implements Tasks.BitsPerByte {
  @Override
  public double bitsPerByte(double[] nll, String[] tokens) {
    double nats = 0;
    long bytes = 0;
    for (int i = 0; i < nll.length; i++) {
      nats += nll[i];
      bytes += tokens[i].getBytes(StandardCharsets.UTF_8).length;
    }
    return nats / Math.log(2) / bytes;
  }
}
