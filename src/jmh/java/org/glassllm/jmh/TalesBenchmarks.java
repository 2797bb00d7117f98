package org.glassllm.jmh;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.glassllm.text.tales.TaleChecker;
import org.glassllm.text.tales.TaleScorer;
import org.glassllm.text.tales.Tales;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Generation, scoring and checking of a hundred tales. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class TalesBenchmarks {
  private static final int TALES = 100;

  private final List<String> tales = Tales.generate(1, TALES);
  private final String text = String.join("", tales);

  /** Generates tales. */
  @Benchmark
  public List<String> tell() {
    return Tales.generate(2, TALES);
  }

  /** Computes the exact probability of the tales. */
  @Benchmark
  public double score() {
    return TaleScorer.logProbability(text);
  }

  /** Checks the tales. */
  @Benchmark
  public TaleChecker.Report check() {
    return TaleChecker.checkAll(tales);
  }
}
