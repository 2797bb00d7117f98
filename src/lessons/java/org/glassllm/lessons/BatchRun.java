package org.glassllm.lessons;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.glassllm.generate.Generator;
import org.glassllm.generate.Request;
import org.glassllm.generate.Sampling;
import org.glassllm.generate.Scheduler;

/** Answers 16 requests with a {@link Scheduler} and counts passes and memory. */
final class BatchRun {
  static final int REQUESTS = 16;
  static final int PROMPT = 24;
  static final int BLOCK = 16;
  private static final int CHUNK = 32;
  private static final int LEAST = 8;
  private static final int MEAN = 48;
  private static final int MOST = 112;

  private final ModelPair pair;
  private final List<Request> requests = new ArrayList<>();
  private final List<String> alone;

  /**
   * The counts of a run.
   *
   * @param passes of the model
   * @param preemptions how often a request lost its memory
   * @param same number of texts that equal those of their single runs
   * @param lengths tokens in the cache of each row, for each pass
   */
  record Result(int passes, long preemptions, int same, List<int[]> lengths) {
    /** Returns the mean number of rows of a pass. */
    double rows() {
      return lengths.stream().mapToInt(step -> step.length).average().orElseThrow();
    }

    /** Returns the share of slots that hold a token if memory is reserved in parts of a size. */
    double used(int size) {
      int[] all = lengths.stream().flatMapToInt(Arrays::stream).toArray();
      int slots = Arrays.stream(all).map(n -> (n + size - 1) / size * size).sum();
      return (double) Arrays.stream(all).sum() / slots;
    }
  }

  BatchRun(ModelPair pair) {
    this.pair = pair;
    SplittableRandom random = new SplittableRandom(16);
    for (int[] prompt : pair.prompts(REQUESTS, PROMPT)) {
      double length = LEAST - MEAN * Math.log(1 - random.nextDouble()); // exponential
      requests.add(Request.of(prompt, (int) Math.min(MOST, length), Sampling.GREEDY, 1));
    }
    Generator plain = new Generator(pair.target(), pair.tokenizer(), pair.manager());
    alone = requests.stream().map(plain::generate).toList();
  }

  /** Returns the number of tokens of all answers. */
  int tokens() {
    return requests.stream().mapToInt(Request::maxTokens).sum();
  }

  /**
   * Answers all requests.
   *
   * @param group how many requests arrive at once; the next group arrives after the last answer
   * @param rows largest number of requests in a decode step
   * @param blocks of {@link #BLOCK} tokens
   */
  Result answer(int group, int rows, int blocks) {
    CountingModel model = new CountingModel(pair.target());
    Scheduler.Settings settings = new Scheduler.Settings(rows, REQUESTS, CHUNK, BLOCK, blocks);
    List<Scheduler.Ticket> tickets = new ArrayList<>();
    try (Scheduler scheduler = new Scheduler(model, pair.tokenizer(), settings, pair.manager())) {
      for (Request request : requests) {
        tickets.add(scheduler.submit(request, part -> {}));
        if (tickets.size() % group == 0) {
          scheduler.run();
        }
      }
      int same =
          (int)
              IntStream.range(0, REQUESTS)
                  .filter(i -> tickets.get(i).text().equals(alone.get(i)))
                  .count();
      return new Result(model.passes(), scheduler.preemptions(), same, model.lengths());
    }
  }
}
