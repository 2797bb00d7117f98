package org.glassllm.align;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import org.glassllm.base.Check;
import org.glassllm.base.Progress;
import org.glassllm.generate.Completion;
import org.glassllm.generate.Request;
import org.glassllm.generate.Sampling;
import org.glassllm.generate.Scheduler;
import org.glassllm.model.LanguageModel;
import org.glassllm.tensor.Autograd;
import org.glassllm.tensor.Seeds;
import org.glassllm.token.Tokenizer;

/**
 * Samples responses from the current policy, many at the same time, with a KV cache.
 *
 * <p>The temperature of a rollout is always 1. PPO and GRPO compare {@code softmax(logits)} of the
 * trained policy with the distribution that generated the tokens. Another temperature would
 * generate tokens from a distribution that is not trained, so there is no such setting.
 *
 * @param policy the current policy; its weights may change between two calls
 * @param tokenizer the tokenizer of the policy
 * @param end the id of the end token
 * @param tokens maximum number of tokens in a response, end token included, at least 1
 * @param rows maximum number of responses at the same time, at least 1
 * @param manager the parent of the manager that owns the cache
 */
public record ResponseSampler(
    LanguageModel policy, Tokenizer tokenizer, int end, int tokens, int rows, NDManager manager) {
  /** Checks the limits. */
  public ResponseSampler {
    Check.within("end", end, 0, policy.vocabSize() - 1);
    Check.positive("tokens", tokens);
    Check.positive("rows", rows);
  }

  /**
   * Returns one response per prompt. The random numbers of a response depend only on the seed, the
   * index and the row. A response is truncated at the end of the context.
   *
   * @param index the index of the rollout
   * @param progress receives the number of finished responses
   */
  public List<Response> sample(
      List<RolloutPrompt> prompts, Seeds seeds, long index, Progress progress) {
    List<Completion> completions =
        completions(
            prompts.stream().map(RolloutPrompt::ids).toList(),
            Sampling.PLAIN,
            row -> seeds.at(Seeds.Purpose.SAMPLING, index, row),
            progress);
    return IntStream.range(0, prompts.size())
        .mapToObj(row -> response(prompts.get(row), completions.get(row)))
        .toList();
  }

  /**
   * Returns one completion per prompt.
   *
   * @param sampling greedy decoding or a way to draw tokens
   * @param seeds returns the seed of the random numbers of a row
   * @param progress receives the number of finished completions
   */
  List<Completion> completions(
      List<int[]> prompts, Sampling sampling, IntToLongFunction seeds, Progress progress) {
    Autograd.off();
    int n = prompts.size();
    Scheduler.Settings usual = Scheduler.Settings.of(Math.min(rows, n), policy.context());
    Scheduler.Settings settings =
        new Scheduler.Settings(usual.rows(), n, usual.chunk(), usual.blockSize(), usual.blocks());
    try (Scheduler scheduler = new Scheduler(policy, tokenizer, settings, manager)) {
      List<Scheduler.Ticket> tickets = new ArrayList<>();
      for (int row = 0; row < n; row++) {
        Request request = request(prompts.get(row), sampling, seeds.applyAsLong(row));
        tickets.add(scheduler.submit(request, part -> {}));
      }
      while (scheduler.step()) {
        progress.at(tickets.stream().filter(Scheduler.Ticket::done).count(), n);
      }
      progress.at(n, n);
      return tickets.stream().map(ResponseSampler::completion).toList();
    }
  }

  private Request request(int[] prompt, Sampling sampling, long seed) {
    int room = policy.context() - prompt.length;
    Check.positive("number of tokens after a prompt of " + prompt.length + " tokens", room);
    return new Request(prompt, Math.min(tokens, room), sampling, Set.of(end), "", seed);
  }

  private static Completion completion(Scheduler.Ticket ticket) {
    if (ticket.failure().isPresent()) {
      throw ticket.failure().get();
    }
    return ticket.completion();
  }

  private Response response(RolloutPrompt prompt, Completion completion) {
    return new Response(prompt, ids(completion), ended(completion), completion.text());
  }

  /** Returns whether an end token completed a text; otherwise the text is truncated. */
  static boolean ended(Completion completion) {
    return completion.finish().orElseThrow() == Completion.Finish.STOP;
  }

  /** Returns the ids of a completion, with the end token if the policy ended the text. */
  int[] ids(Completion completion) {
    IntStream ids = completion.ids().intStream();
    return (ended(completion) ? IntStream.concat(ids, IntStream.of(end)) : ids).toArray();
  }
}
