package org.glassllm.run;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.glassllm.base.Check;
import org.glassllm.base.InputException;
import org.glassllm.generate.Completion;
import org.glassllm.generate.Request;
import org.glassllm.generate.Sampling;
import org.glassllm.generate.Scheduler;
import org.glassllm.tensor.Seeds;

/**
 * Continues all prompts of a file by continuous batching, and returns the results in the order of
 * the prompts.
 *
 * <p>Resuming is exact. A {@link Scheduler} computes the texts of a step in one matrix product,
 * whose rounding may depend on the number of its rows. A text could therefore change if a resumed
 * process batched other texts. So the prompts are divided into groups of fixed size. Each group
 * starts with an empty scheduler, and a resumed process computes the interrupted group again from
 * its start. The seed of a prompt depends only on {@code seed} and on the prompt's index.
 *
 * @param tokens maximum number of new tokens, unless the prompt gives a number
 * @param fit whether {@code tokens} is lowered to the tokens that remain in the context; otherwise
 *     a prompt that leaves too few tokens fails
 * @param sampling how tokens are sampled
 * @param stop stop text; empty for none
 * @param seed determines the seed of each prompt, unless the prompt gives a seed
 * @param logprobs number of most likely tokens in the results; empty for no log-probabilities
 * @param rows maximum number of texts in a step, from 1 to 1024
 */
public record PromptBatch(
    int tokens,
    boolean fit,
    Sampling sampling,
    String stop,
    long seed,
    OptionalInt logprobs,
    int rows) {
  /** Number of texts per row in a group: a large group keeps more rows busy at its end. */
  private static final int GROUP = 8;

  private static final int MOST_ROWS = 1024;

  /** Checks the range of {@code tokens}, {@code logprobs} and {@code rows}. */
  public PromptBatch {
    Check.atLeast("tokens", tokens, 0);
    logprobs.ifPresent(n -> Check.atLeast("logprobs", n, 0));
    Check.within("batch", rows, 1, MOST_ROWS);
  }

  /**
   * The result of a prompt: either a text or an error.
   *
   * @param prompt the prompt
   * @param completion the generated text; empty if the prompt failed
   * @param error the reason of the failure
   */
  public record Result(Prompt prompt, Optional<Completion> completion, Optional<String> error) {}

  /** A prompt whose result is not yet complete, or failed at once. */
  private record Pending(Prompt prompt, Optional<Scheduler.Ticket> ticket, Optional<String> error) {
    boolean done() {
      return ticket.isEmpty() || ticket.get().done();
    }

    Result result() {
      Optional<RuntimeException> failure = ticket.flatMap(Scheduler.Ticket::failure);
      if (failure.isPresent() && !(failure.get() instanceof InputException)) {
        throw failure.get();
      }
      return failure.isPresent()
          ? new Result(prompt, Optional.empty(), failure.map(Throwable::getMessage))
          : new Result(prompt, ticket.map(Scheduler.Ticket::completion), error);
    }
  }

  /**
   * Generates the results of all prompts from an index on.
   *
   * @param first number of prompts whose results exist already
   * @param results receives each result as soon as all earlier results are complete
   */
  public void run(TrainedModel model, PromptFile file, long first, Consumer<Result> results) {
    int texts = (int) Math.min(rows, file.size());
    try (PromptFile.Prompts prompts = file.prompts()) {
      Consumer<Result> fresh =
          result -> {
            if (result.prompt().index() >= first) {
              results.accept(result);
            }
          };
      for (long start = 0; start < file.size(); start += (long) GROUP * texts) {
        Deque<Prompt> group = new ArrayDeque<>();
        for (int i = 0; i < GROUP * texts && start + i < file.size(); i++) {
          group.add(prompts.next().orElseThrow(() -> changed(file)));
        }
        if (group.getLast().index() >= first) {
          generate(model, texts, group, fresh);
        }
      }
    }
  }

  private static InputException changed(PromptFile file) {
    return new InputException(
        "the file of prompts became shorter than %s prompts while it was read; start the command"
            + " again when no other program writes the file",
        file.size());
  }

  private void generate(
      TrainedModel model, int texts, Deque<Prompt> prompts, Consumer<Result> results) {
    Scheduler.Settings usual = Scheduler.Settings.of(texts, model.model().context());
    Scheduler.Settings settings =
        new Scheduler.Settings(
            texts, GROUP * texts, usual.chunk(), usual.blockSize(), usual.blocks());
    Deque<Pending> pending = new ArrayDeque<>();
    try (Scheduler scheduler =
        new Scheduler(model.model(), model.tokenizer(), settings, model.manager())) {
      prompts.forEach(prompt -> pending.add(submit(model, scheduler, prompt)));
      boolean more;
      do {
        more = scheduler.step();
        while (!pending.isEmpty() && pending.element().done()) {
          results.accept(pending.remove().result());
        }
      } while (more);
    }
  }

  private Pending submit(TrainedModel model, Scheduler scheduler, Prompt prompt) {
    if (prompt.error().isPresent()) {
      return new Pending(prompt, Optional.empty(), prompt.error());
    }
    try {
      Scheduler.Ticket ticket = scheduler.submit(request(model, prompt), part -> {});
      return new Pending(prompt, Optional.of(ticket), Optional.empty());
    } catch (InputException e) {
      return new Pending(prompt, Optional.empty(), Optional.of(e.getMessage()));
    }
  }

  private Request request(TrainedModel model, Prompt prompt) {
    long own = prompt.seed().orElse(new Seeds(seed).at(Seeds.Purpose.SAMPLING, prompt.index(), 0));
    int[] ids = model.promptIds(prompt.text());
    int room = model.model().context() - ids.length;
    int most = prompt.tokens().orElse(fit ? Math.max(1, Math.min(tokens, room)) : tokens);
    return new Request(ids, most, sampling, model.stopIds(), stop, own, logprobs);
  }
}
