package org.glassllm.cli;

import org.glassllm.generate.LogitsProcessor;
import org.glassllm.generate.Sampling;
import picocli.CommandLine.Option;

/** Declares the options of sampling. */
final class SamplingOptions {
  @Option(
      names = "--temperature",
      paramLabel = "X",
      defaultValue = "0.8",
      description =
          "Divisor of the logits: below 1 sharpens the distribution, above 1 flattens"
              + " the distribution. Default: ${DEFAULT-VALUE}.")
  private double temperature;

  @Option(
      names = "--top-k",
      paramLabel = "K",
      defaultValue = "0",
      description =
          "Sample from the K most probable tokens; 0 samples from all tokens. Default:"
              + " ${DEFAULT-VALUE}.")
  private int topK;

  @Option(
      names = "--top-p",
      paramLabel = "P",
      defaultValue = "1",
      description =
          "Sample from the fewest most probable tokens whose probabilities together"
              + " reach P. Default: ${DEFAULT-VALUE}.")
  private double topP;

  @Option(
      names = "--min-p",
      paramLabel = "P",
      defaultValue = "0",
      description =
          "Sample from tokens with at least P times the maximum probability. Default:"
              + " ${DEFAULT-VALUE}.")
  private double minP;

  @Option(
      names = "--repetition-penalty",
      paramLabel = "X",
      defaultValue = "1",
      description =
          "Repetition penalty; above 1 lowers the probability of tokens in the context."
              + " Default: ${DEFAULT-VALUE}.")
  private double penalty;

  @Option(
      names = "--presence",
      paramLabel = "X",
      defaultValue = "0",
      description =
          "Subtract X from the logit of each token that occurs in the context. Default:"
              + " ${DEFAULT-VALUE}.")
  private double presence;

  @Option(
      names = "--frequency",
      paramLabel = "X",
      defaultValue = "0",
      description =
          "Subtract X from the logit of a token for each occurrence in the context."
              + " Default: ${DEFAULT-VALUE}.")
  private double frequency;

  @Option(names = "--greedy", description = "Always choose the most probable token.")
  private boolean greedy;

  /** Returns the sampling chain that the options define. */
  Sampling sampling() {
    Sampling sampling =
        greedy ? new Sampling(0, 0, 1, penalty) : new Sampling(temperature, topK, topP, penalty);
    LogitsProcessor counts = new LogitsProcessor.CountPenalty(presence, frequency);
    sampling = presence == 0 && frequency == 0 ? sampling : sampling.after(counts);
    LogitsProcessor likely = new LogitsProcessor.MinP(minP);
    return minP == 0 ? sampling : sampling.then(likely);
  }
}
