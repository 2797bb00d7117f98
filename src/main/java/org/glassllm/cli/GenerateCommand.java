package org.glassllm.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.glassllm.generate.Request;
import org.glassllm.generate.Sampling;
import org.glassllm.run.TrainedModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs {@code glass generate}. */
@Command(name = "generate", description = "Continue a prompt with a trained model.")
final class GenerateCommand extends Subcommand {
  @Mixin private RunOption run;

  @Option(
      names = "--prompt",
      paramLabel = "S",
      defaultValue = "",
      description = "The text to continue. Default: the start of a new document.")
  private String prompt;

  @Option(
      names = "--tokens",
      paramLabel = "N",
      defaultValue = "200",
      description = "Largest number of new tokens. Default: ${DEFAULT-VALUE}.")
  private int tokens;

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
      names = "--repetition-penalty",
      paramLabel = "X",
      defaultValue = "1",
      description =
          "Above 1 lowers the probability of tokens in the context. Default: ${DEFAULT-VALUE}.")
  private double penalty;

  @Option(names = "--greedy", description = "Always choose the likeliest token.")
  private boolean greedy;

  @Option(
      names = "--stop",
      paramLabel = "S",
      defaultValue = "",
      description = "Stop after the first occurrence of this text.")
  private String stop;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "The same seed gives the same text. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Mixin private MachineOptions machine;

  @Override
  public void run() {
    Sampling sampling =
        greedy ? new Sampling(0, 0, 1, penalty) : new Sampling(temperature, topK, topP, penalty);
    try (TrainedModel model = TrainedModel.open(run.folder(), machine.device())) {
      Request request = model.request(prompt, tokens, sampling, seed).until(stop);
      if (json()) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("prompt", prompt);
        result.put("text", model.generate(request, part -> {}));
        printJson(result);
      } else {
        print(prompt);
        model.generate(request, this::print);
        print("\n");
      }
    }
  }
}
