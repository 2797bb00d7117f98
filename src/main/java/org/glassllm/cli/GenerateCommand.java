package org.glassllm.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.glassllm.generate.Request;
import org.glassllm.generate.Sampling;
import org.glassllm.run.TrainedModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code glass generate}. */
@Command(name = "generate", description = "Let a trained model go on with a text.")
final class GenerateCommand extends Subcommand {
  @Mixin private RunOption run;

  @Option(
      names = "--prompt",
      paramLabel = "S",
      defaultValue = "",
      description = "The text to go on with; default: the start of a new paragraph.")
  private String prompt;

  @Option(
      names = "--tokens",
      paramLabel = "N",
      defaultValue = "200",
      description = "Most new tokens. Default: ${DEFAULT-VALUE}.")
  private int tokens;

  @Option(
      names = "--temperature",
      paramLabel = "X",
      defaultValue = "0.8",
      description = "Below 1 bolder on likely tokens, above 1 wilder. Default: ${DEFAULT-VALUE}.")
  private double temperature;

  @Option(
      names = "--top-k",
      paramLabel = "K",
      defaultValue = "0",
      description = "Draw from the K likeliest tokens; 0 for all. Default: ${DEFAULT-VALUE}.")
  private int topK;

  @Option(
      names = "--top-p",
      paramLabel = "P",
      defaultValue = "1",
      description =
          "Draw from the fewest tokens with this probability together. Default: ${DEFAULT-VALUE}.")
  private double topP;

  @Option(
      names = "--repetition-penalty",
      paramLabel = "X",
      defaultValue = "1",
      description = "Above 1: tokens in the context become less likely. Default: ${DEFAULT-VALUE}.")
  private double penalty;

  @Option(names = "--greedy", description = "Always take the likeliest token.")
  private boolean greedy;

  @Option(
      names = "--stop",
      paramLabel = "S",
      defaultValue = "",
      description = "End after the first appearance of this text.")
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
      Request request =
          new Request(model.promptIds(prompt), tokens, sampling, Set.of(), stop, seed);
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
