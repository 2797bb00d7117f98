package org.glassllm.lessons;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.glassllm.align.ResponseScorer;
import org.glassllm.batch.Batch;
import org.glassllm.batch.Collator;
import org.glassllm.batch.Example;
import org.glassllm.generate.Completion;
import org.glassllm.generate.Request;
import org.glassllm.generate.Sampling;
import org.glassllm.generate.Scheduler;
import org.glassllm.model.LanguageModel;
import org.glassllm.text.tales.TaleChecker;

/**
 * Measures on tales that a policy tells, sampled at temperature 1.
 *
 * @param happy share of tales that end with {@link EndingPairs#HAPPY}
 * @param grammatical share of tales that follow the grammar
 * @param kl the mean of log π(tale) - log π_ref(tale) in nats, which estimates the divergence KL(π
 *     || π_ref)
 * @param first the first tale
 */
public record TaleSamples(double happy, double grammatical, double kl, String first) {
  private static final String PROMPT = "One day,";
  private static final String END = "The end.";
  private static final int TALES = 96;
  private static final int NEW = 120;
  private static final int ROWS = 48;

  /** Lets a policy tell tales and measures these. */
  static TaleSamples of(LanguageModel policy, TaleModel reference) {
    NDManager manager = reference.manager();
    int[] prompt = reference.tokenizer().encode(PROMPT);
    List<Completion> tales = tell(policy, reference, prompt);
    List<String> texts = tales.stream().map(tale -> PROMPT + tale.text()).toList();
    Batch batch =
        new Collator(0)
            .batch(tales.stream().map(t -> Example.of(prompt, t.ids().toIntArray())).toList());
    double[] own = new ResponseScorer(policy, manager).sums(batch);
    double[] other = new ResponseScorer(reference.model(), manager).sums(batch);
    return new TaleSamples(
        texts.stream().filter(text -> text.endsWith(EndingPairs.HAPPY)).count() / (double) TALES,
        TaleChecker.checkAll(texts).parsingShare(),
        IntStream.range(0, TALES).mapToDouble(i -> own[i] - other[i]).average().orElseThrow(),
        texts.get(0).replace('\n', ' '));
  }

  private static List<Completion> tell(LanguageModel policy, TaleModel reference, int[] prompt) {
    Scheduler.Settings settings = Scheduler.Settings.of(ROWS, policy.context());
    List<Scheduler.Ticket> tickets = new ArrayList<>();
    try (Scheduler scheduler =
        new Scheduler(policy, reference.tokenizer(), settings, reference.manager())) {
      for (int i = 0; i < TALES; i++) {
        Request request = new Request(prompt, NEW, Sampling.PLAIN, Set.of(), END, i);
        tickets.add(scheduler.submit(request, part -> {}));
      }
      scheduler.run();
    }
    return tickets.stream().map(Scheduler.Ticket::completion).toList();
  }
}
