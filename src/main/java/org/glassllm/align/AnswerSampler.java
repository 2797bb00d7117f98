package org.glassllm.align;

import ai.djl.ndarray.NDManager;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.glassllm.base.Check;
import org.glassllm.base.Progress;
import org.glassllm.batch.Example;
import org.glassllm.generate.Completion;
import org.glassllm.generate.Sampling;
import org.glassllm.model.LanguageModel;
import org.glassllm.tensor.Seeds;

/**
 * Lets a model answer the last message of each example, many answers at the same time.
 *
 * @param model the model
 * @param rendering the format of the prompts
 * @param tokens maximum number of tokens in an answer, at least 1
 * @param rows maximum number of answers at the same time, at least 1
 * @param manager the parent of each manager
 */
public record AnswerSampler(
    LanguageModel model, Rendering rendering, int tokens, int rows, NDManager manager) {
  /** Checks the limits. */
  public AnswerSampler {
    Check.positive("tokens", tokens);
    Check.positive("rows", rows);
  }

  /**
   * An answer.
   *
   * @param ids prompt and answer, with the end token if the model ended the answer; the response
   *     mask covers the answer
   * @param text the text of the answer
   * @param ended whether the model ended the answer; otherwise the limit of tokens truncated it
   */
  public record Answer(Example ids, String text, boolean ended) {
    /** Returns the number of tokens in the answer, the end token included. */
    public int tokens() {
      return ids.counted();
    }
  }

  /**
   * Returns some answers to each example: all answers to the first example, then all answers to the
   * second example, and so on.
   *
   * @param examples each prompt must leave room for an answer in the context
   * @param sampling greedy decoding or a way to draw tokens
   * @param each number of answers to each example, at least 1
   * @param seed determines all random numbers; an answer depends on this seed and its index
   * @param progress receives the number of finished answers
   */
  public List<Answer> answers(
      List<org.glassllm.text.examples.Example> examples,
      Sampling sampling,
      int each,
      long seed,
      Progress progress) {
    Check.positive("samples", each);
    List<int[]> prompts =
        examples.stream()
            .map(rendering::prompt)
            .flatMap(prompt -> Collections.nCopies(each, prompt).stream())
            .toList();
    ResponseSampler sampler =
        new ResponseSampler(
            model,
            rendering.tokenizer(),
            rendering.template().end(rendering.tokenizer()),
            tokens,
            rows,
            manager);
    Seeds seeds = new Seeds(seed);
    List<Completion> completions =
        sampler.completions(
            prompts, sampling, i -> seeds.at(Seeds.Purpose.SAMPLING, i, 0), progress);
    return IntStream.range(0, prompts.size())
        .mapToObj(i -> answer(prompts.get(i), sampler, completions.get(i)))
        .toList();
  }

  private static Answer answer(int[] prompt, ResponseSampler sampler, Completion completion) {
    Example ids = Example.of(prompt, sampler.ids(completion));
    return new Answer(ids, completion.text(), ResponseSampler.ended(completion));
  }
}
