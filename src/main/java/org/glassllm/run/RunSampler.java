package org.glassllm.run;

import ai.djl.ndarray.NDManager;
import org.glassllm.batch.TokenSource;
import org.glassllm.generate.Generator;
import org.glassllm.generate.Request;
import org.glassllm.generate.Sampling;
import org.glassllm.model.LanguageModel;
import org.glassllm.token.Tokenizer;
import org.glassllm.train.Sampler;

/** Generates a sample text during training; the prompt is the first token of the training split. */
record RunSampler(LanguageModel model, Tokenizer tokenizer, NDManager manager, int[] prompt)
    implements Sampler {
  private static final int TOKENS = 80;
  private static final Sampling SAMPLING = new Sampling(0.8, 0, 1, 1);

  RunSampler(LanguageModel model, Tokenizer tokenizer, TokenSource training, NDManager manager) {
    this(model, tokenizer, manager, new int[1]);
    training.read(0, prompt);
  }

  @Override
  public String sample(long step) {
    Request request =
        new Request(prompt, TOKENS, SAMPLING, TrainedModel.stopIds(tokenizer), "", step);
    return new Generator(model, tokenizer, manager).generate(request);
  }
}
