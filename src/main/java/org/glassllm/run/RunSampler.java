package org.glassllm.run;

import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.Set;
import org.glassllm.batch.Example;
import org.glassllm.generate.Generator;
import org.glassllm.generate.PromptTemplate;
import org.glassllm.generate.Request;
import org.glassllm.generate.Sampling;
import org.glassllm.model.LanguageModel;
import org.glassllm.token.Tokenizer;
import org.glassllm.train.Sampler;

/**
 * Generates a sample text during training.
 *
 * @param prompt ids of the prompt, at least one
 * @param stopIds ids that end the text
 */
record RunSampler(
    LanguageModel model, Tokenizer tokenizer, NDManager manager, int[] prompt, Set<Integer> stopIds)
    implements Sampler {
  private static final int TOKENS = 80;
  private static final Sampling SAMPLING = new Sampling(0.8, 0, 1, 1);

  /** Returns a sampler of answers to the prompt of an example. */
  static RunSampler answers(Workplace work, String template, Example example) {
    int length = 0;
    while (!example.response()[length]) {
      length++;
    }
    return new RunSampler(
        work.model(),
        work.tokenizer(),
        work.manager(),
        Arrays.copyOf(example.ids(), length),
        Set.of(PromptTemplate.named(template).end(work.tokenizer())));
  }

  @Override
  public String sample(long step) {
    Request request = new Request(prompt, TOKENS, SAMPLING, stopIds, "", step);
    return new Generator(model, tokenizer, manager).generate(request);
  }
}
