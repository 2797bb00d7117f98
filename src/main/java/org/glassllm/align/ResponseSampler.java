package org.glassllm.align;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.glassllm.base.Check;
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
 * <p>The temperature is always 1. PPO and GRPO compare {@code softmax(logits)} of the trained
 * policy with the distribution that generated the tokens. Another temperature would generate tokens
 * from a distribution that is not trained, so there is no such setting.
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
   */
  public List<Response> sample(List<RolloutPrompt> prompts, Seeds seeds, long index) {
    Autograd.off();
    int n = prompts.size();
    Scheduler.Settings usual = Scheduler.Settings.of(Math.min(rows, n), policy.context());
    Scheduler.Settings settings =
        new Scheduler.Settings(usual.rows(), n, usual.chunk(), usual.blockSize(), usual.blocks());
    try (Scheduler scheduler = new Scheduler(policy, tokenizer, settings, manager)) {
      List<Scheduler.Ticket> tickets = new ArrayList<>();
      for (int row = 0; row < n; row++) {
        long seed = seeds.at(Seeds.Purpose.SAMPLING, index, row);
        tickets.add(scheduler.submit(request(prompts.get(row), seed), part -> {}));
      }
      scheduler.run();
      return IntStream.range(0, n)
          .mapToObj(row -> response(prompts.get(row), tickets.get(row)))
          .toList();
    }
  }

  private Request request(RolloutPrompt prompt, long seed) {
    int room = policy.context() - prompt.ids().length;
    Check.positive("number of tokens after a prompt of " + prompt.ids().length + " tokens", room);
    return new Request(prompt.ids(), Math.min(tokens, room), Sampling.PLAIN, Set.of(end), "", seed);
  }

  private Response response(RolloutPrompt prompt, Scheduler.Ticket ticket) {
    if (ticket.failure().isPresent()) {
      throw ticket.failure().get();
    }
    Completion completion = ticket.completion();
    boolean ended = completion.finish().orElseThrow() == Completion.Finish.STOP;
    IntStream ids = completion.ids().intStream();
    int[] all = (ended ? IntStream.concat(ids, IntStream.of(end)) : ids).toArray();
    return new Response(prompt, all, ended, completion.text());
  }
}
