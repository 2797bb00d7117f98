package org.glassllm.cli;

import org.glassllm.generate.LogitsProcessor;
import org.glassllm.generate.Sampling;
import picocli.CommandLine.Option;

/** The options of sampling. */
final class SamplingOptions {
  @Option(
      names = "--temperature",
      paramLabel = "X",
      defaultValue = "0.8",
      description =
          "Below 1 favours likely tokens, above 1 unlikely ones. Default: ${DEFAULT-VALUE}.")
  private double temperature;

  @Option(
      names = "--top-k",
      paramLabel = "K",
      defaultValue = "0",
      description = "Sample from the K likeliest tokens; 0: from all. Default: ${DEFAULT-VALUE}.")
  private int topK;

  @Option(
      names = "--top-p",
      paramLabel = "P",
      defaultValue = "1",
      description =
          "Sample from the smallest set of tokens whose probability reaches P. Default: ${DEFAULT-VALUE}.")
  private double topP;

  @Option(
      names = "--min-p",
      paramLabel = "P",
      defaultValue = "0",
      description =
          "Sample from tokens with at least P times the largest probability. Default: ${DEFAULT-VALUE}.")
  private double minP;

  @Option(
      names = "--repetition-penalty",
      paramLabel = "X",
      defaultValue = "1",
      description =
          "Above 1 lowers the probability of tokens in the context. Default: ${DEFAULT-VALUE}.")
  private double penalty;

  @Option(
      names = "--presence",
      paramLabel = "X",
      defaultValue = "0",
      description = "Subtract X from logits of tokens in the context. Default: ${DEFAULT-VALUE}.")
  private double presence;

  @Option(
      names = "--frequency",
      paramLabel = "X",
      defaultValue = "0",
      description =
          "Subtract X for each occurrence of a token in the context. Default: ${DEFAULT-VALUE}.")
  private double frequency;

  @Option(names = "--greedy", description = "Always choose the likeliest token.")
  private boolean greedy;

  /** Returns the chain of the options. */
  Sampling sampling() {
    Sampling sampling =
        greedy ? new Sampling(0, 0, 1, penalty) : new Sampling(temperature, topK, topP, penalty);
    LogitsProcessor counts = new LogitsProcessor.CountPenalty(presence, frequency);
    sampling = presence == 0 && frequency == 0 ? sampling : sampling.after(counts);
    LogitsProcessor likely = new LogitsProcessor.MinP(minP);
    return minP == 0 ? sampling : sampling.then(likely);
  }
}
