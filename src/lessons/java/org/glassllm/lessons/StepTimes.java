package org.glassllm.lessons;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.glassllm.generate.Decoder;
import org.glassllm.model.Gpt;
import org.glassllm.model.GptConfig;
import org.glassllm.model.RmsNorm;
import org.glassllm.model.Rope;
import org.glassllm.tensor.Torch;

/** Measures the time of one decode step at several positions, with and without a cache. */
final class StepTimes {
  static final int CONTEXT = 512;
  private static final int[] POSITIONS = {31, 127, 255, 383, 511};
  private static final int RUNS = 7;
  private static final int FIRST = 2; // the first runs warm up
  private static final double MILLIS = 1e6;

  /**
   * Medians in milliseconds.
   *
   * @param position tokens before the step
   * @param prefill time of one pass over these tokens
   */
  record Row(int position, double prefill, double cached, double uncached) {}

  private StepTimes() {}

  /** Returns the model of the measurement: four layers of 256 channels. */
  static GptConfig config(int kvHeads) {
    return GptConfig.builder()
        .vocabSize(512)
        .context(CONTEXT)
        .layers(4)
        .heads(4)
        .kvHeads(kvHeads)
        .dim(256)
        .bias(false)
        .positions(new Rope())
        .norm(new RmsNorm())
        .build();
  }

  /** Measures a model with random weights; its time does not depend on their values. */
  static List<Row> measure() {
    List<Row> rows = new ArrayList<>();
    try (NDManager manager = Torch.manager()) {
      Gpt model = new Gpt(config(4));
      model.initialize(manager, 1);
      row(model, POSITIONS[0], manager); // warms up
      for (int position : POSITIONS) {
        rows.add(row(model, position, manager));
      }
    }
    return rows;
  }

  /** Alternates between both kinds, so that background load affects both. */
  private static Row row(Gpt model, int position, NDManager manager) {
    double[] prefill = new double[RUNS], cached = new double[RUNS], uncached = new double[RUNS];
    int[] prompt = IntStream.range(0, position).map(i -> i * 7 % model.vocabSize()).toArray();
    for (int run = 0; run < RUNS; run++) {
      try (Decoder with = new Decoder(model, true, manager);
          Decoder without = new Decoder(model, false, manager)) {
        prefill[run] = millis(with, prompt);
        millis(with, 1); // the first step prepares the fused step
        with.drop(1);
        cached[run] = millis(with, 1);
        without.feed(prompt);
        uncached[run] = millis(without, 1);
      }
    }
    return new Row(position, median(prefill), median(cached), median(uncached));
  }

  private static double millis(Decoder decoder, int... ids) {
    long start = System.nanoTime();
    decoder.feed(ids);
    return (System.nanoTime() - start) / MILLIS;
  }

  private static double median(double... times) {
    double[] sorted = Arrays.copyOfRange(times, FIRST, times.length);
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
