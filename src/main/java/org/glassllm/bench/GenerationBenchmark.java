package org.glassllm.bench;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.StatUtils;
import org.glassllm.base.Check;
import org.glassllm.evaluate.ModelCosts;
import org.glassllm.generate.Decoder;
import org.glassllm.generate.Generator;
import org.glassllm.generate.NgramDraft;
import org.glassllm.generate.Request;
import org.glassllm.generate.Sampling;
import org.glassllm.generate.Scheduler;
import org.glassllm.generate.SpeculativeGenerator;
import org.glassllm.model.GptConfig;
import org.glassllm.model.LanguageModel;
import org.glassllm.tensor.Autograd;
import org.glassllm.tensor.Kernels;
import org.glassllm.tensor.ScriptModule;
import org.glassllm.tensor.Torch;
import org.glassllm.token.CharTokenizer;
import org.glassllm.token.Tokenizer;

/**
 * Measures the throughput of prefill and decoding, with and without a cache. The minimum time of a
 * decode step is the bytes of weights and cache divided by the machine's read bandwidth. All
 * candidates of a setting take turns; the results are medians.
 */
public final class GenerationBenchmark implements AutoCloseable {
  private static final int ROUNDS = 5;
  private static final int STEPS = 24;
  private static final int UNCACHED_STEPS = 3;
  private static final long WARM_UP = 3_000_000_000L;
  private static final int[] BATCHES = {1, 4, 16};
  private static final int REQUESTS = 16;

  /** Number of elements (512 MB) of the array whose sum measures the read bandwidth. */
  private static final long ELEMENTS = 128_000_000;

  private final NDManager manager;
  private final NDArray large;
  private double bandwidth;

  /**
   * The throughput of one batch size.
   *
   * @param setting label of the setting
   * @param batch batch size, the number of texts
   * @param cached whether a key-value cache is used
   * @param context number of tokens in each text at the end of the measurement
   * @param prefillTokensPerSecond throughput of the prefill, all texts together
   * @param decodeTokensPerSecond throughput of decoding, all texts together
   * @param boundShare minimum time of a decode step divided by its measured time
   * @param hostShare share of a decode step's time outside of libtorch; 0 without a cache
   */
  public record Result(
      String setting,
      int batch,
      boolean cached,
      int context,
      double prefillTokensPerSecond,
      double decodeTokensPerSecond,
      double boundShare,
      double hostShare) {}

  /** The throughput of continuous batching divided by that of one request after another. */
  public record Batching(int requests, double speedup) {}

  /** The acceptance rate of drafts and the speed-up of speculative decoding over plain decoding. */
  public record Speculation(String draft, double acceptance, double speedup) {}

  /** Creates a benchmark on a device and measures the read bandwidth. */
  public GenerationBenchmark(Device device) {
    manager = Torch.manager(device);
    Autograd.off();
    large = manager.ones(new Shape(ELEMENTS));
    measureBandwidth();
  }

  /** Returns the best read bandwidth measured so far, in bytes per second. */
  public double bandwidth() {
    return bandwidth;
  }

  private void measureBandwidth() {
    for (int i = 0; i < 3; i++) {
      long began = System.nanoTime();
      try (NDArray sum = large.sum()) {
        sum.getFloat();
      }
      double seconds = (System.nanoTime() - began) / 1e9;
      bandwidth = Math.max(bandwidth, ELEMENTS * Float.BYTES / seconds);
    }
  }

  /**
   * Returns the throughput of a model with random weights for each batch size.
   *
   * @param context context length, at least 8; each text has this length at the end
   */
  public List<Result> run(BenchmarkSetting setting, int context) {
    Check.atLeast("context", context, 8);
    try (NDManager own = manager.newSubManager()) {
      LanguageModel model = model(setting, context, own);
      int steps = Math.min(STEPS, context / 2);
      List<Turn> turns = new ArrayList<>();
      for (int batch : BATCHES) {
        turns.add(new Turn(model, batch, true, context, steps, own));
      }
      turns.add(new Turn(model, 1, false, context, Math.min(steps, UNCACHED_STEPS), own));
      long began = System.nanoTime();
      do { // Java compiles methods only after some thousand calls
        turns.forEach(Turn::measure);
      } while (System.nanoTime() - began < WARM_UP);
      turns.forEach(Turn::forget);
      for (int round = 0; round < ROUNDS; round++) {
        turns.forEach(Turn::measure);
        measureBandwidth();
      }
      GptConfig config = setting.config().toBuilder().context(context).build();
      return turns.stream().map(turn -> turn.result(setting.label(), config)).toList();
    }
  }

  private static LanguageModel model(BenchmarkSetting setting, int context, NDManager own) {
    GptConfig config = setting.config().toBuilder().context(context).build();
    LanguageModel model = new BenchmarkSetting(setting.label(), 1, 1, config).model(Kernels.FUSED);
    model.initialize(own, 1L);
    return model;
  }

  /** One candidate with its measured times. */
  private final class Turn {
    private final LanguageModel model;
    private final int batch;
    private final boolean cached;
    private final int context;
    private final int steps;
    private final NDManager own;
    private final List<Double> prefill = new ArrayList<>();
    private final List<Double> decode = new ArrayList<>();
    private final List<Double> inside = new ArrayList<>();

    Turn(LanguageModel model, int batch, boolean cached, int context, int steps, NDManager own) {
      this.model = model;
      this.batch = batch;
      this.cached = cached;
      this.context = context;
      this.steps = steps;
      this.own = own;
    }

    void forget() {
      prefill.clear();
      decode.clear();
      inside.clear();
    }

    void measure() {
      int[] prompt = IntStream.range(0, context - steps).map(i -> i % 60).toArray();
      try (Decoder decoder = new Decoder(model, cached, own)) {
        decoder.select(new int[batch]);
        int[][] prompts = new int[batch][];
        Arrays.fill(prompts, prompt);
        prefill.add(seconds(() -> decoder.feedRows(prompts)));
        int[][] next = new int[batch][1];
        for (int step = 0; step < steps; step++) {
          double before = ScriptModule.seconds();
          decode.add(seconds(() -> decoder.feedRows(next)));
          inside.add(ScriptModule.seconds() - before);
        }
      }
    }

    Result result(String label, GptConfig config) {
      double step = median(decode);
      long cacheBytes =
          new ModelCosts(config).kvCacheBytes(batch, context - steps / 2, Float.BYTES);
      long unread = config.positions().parameters(config); // a step reads one row only
      double bytes =
          (model.parameterCount() - unread) * (double) Float.BYTES + (cached ? cacheBytes : 0);
      return new Result(
          label,
          batch,
          cached,
          context,
          batch * (context - steps) / median(prefill),
          batch / step,
          bytes / bandwidth / step,
          cached ? 1 - median(inside) / step : 0);
    }
  }

  private static double median(List<Double> values) {
    return StatUtils.percentile(values.stream().mapToDouble(x -> x).toArray(), 50);
  }

  /** Compares continuous batching with one request after another, with greedy decoding. */
  public Batching batching(BenchmarkSetting setting, int context) {
    try (NDManager own = manager.newSubManager()) {
      LanguageModel model = model(setting, context, own);
      Tokenizer letters = letters(model.vocabSize());
      List<Double> alone = new ArrayList<>(), together = new ArrayList<>();
      Generator generator = new Generator(model, letters, own);
      Scheduler.Settings size = Scheduler.Settings.of(REQUESTS, context);
      try (Scheduler scheduler = new Scheduler(model, letters, size, own)) {
        for (int round = 0; round <= ROUNDS; round++) { // the first round is the warm-up
          List<Request> requests = requests(context / 4, round);
          alone.add(seconds(() -> requests.forEach(generator::generate)));
          requests.forEach(r -> scheduler.submit(r, part -> {}));
          together.add(seconds(scheduler::run));
        }
      }
      alone.remove(0);
      together.remove(0);
      return new Batching(REQUESTS, median(alone) / median(together));
    }
  }

  /** Returns requests with prompts that differ between rounds, so that no block is shared. */
  private static List<Request> requests(int tokens, int round) {
    List<Request> requests = new ArrayList<>();
    for (int r = 0; r < REQUESTS; r++) {
      int factor = REQUESTS * round + r + 1;
      int[] prompt = IntStream.range(0, tokens).map(i -> (i * i + (i + 1) * factor) % 61).toArray();
      requests.add(Request.of(prompt, tokens, Sampling.GREEDY, 1));
    }
    return requests;
  }

  /** Compares speculative with plain greedy decoding, on a text that soon repeats itself. */
  public Speculation speculation(BenchmarkSetting setting, int context) {
    try (NDManager own = manager.newSubManager()) {
      LanguageModel model = model(setting, context, own);
      Tokenizer letters = letters(model.vocabSize());
      Request request = Request.of(new int[] {1, 2, 3}, context - 4, Sampling.GREEDY, 1);
      List<Double> plain = new ArrayList<>(), drafted = new ArrayList<>();
      List<Double> rates = new ArrayList<>();
      for (int round = 0; round < 3; round++) {
        plain.add(seconds(() -> new Generator(model, letters, own).generate(request)));
        NgramDraft draft = new NgramDraft(3, model.vocabSize());
        SpeculativeGenerator fast = new SpeculativeGenerator(model, letters, draft, 8, own);
        drafted.add(seconds(() -> rates.add(fast.generate(request, part -> {}).acceptanceRate())));
      }
      return new Speculation("ngram", rates.get(0), median(plain) / median(drafted));
    }
  }

  private static double seconds(Runnable work) {
    long began = System.nanoTime();
    work.run();
    return (System.nanoTime() - began) / 1e9;
  }

  /** Returns a tokenizer with a vocabulary of V characters. */
  private static Tokenizer letters(int vocabSize) {
    return CharTokenizer.train(
        IntStream.range('!', '!' + vocabSize)
            .mapToObj(Character::toString)
            .collect(Collectors.joining()));
  }

  @Override
  public void close() {
    manager.close();
  }
}
