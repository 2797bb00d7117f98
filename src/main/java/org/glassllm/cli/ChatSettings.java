package org.glassllm.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.glassllm.base.Check;
import org.glassllm.generate.Conversation;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/**
 * The settings of answers. The same declarations define the options of {@code glass chat} and the
 * commands inside a chat: {@code --top-k 5} and {@code /top-k 5}.
 */
@Command
final class ChatSettings {
  private static final String GREEDY = "--greedy";
  private static final String SEED = "--seed";

  @Mixin private SamplingOptions sampling;

  @Option(
      names = "--tokens",
      paramLabel = "N",
      defaultValue = "200",
      description = "Maximum number of tokens in an answer." + Subcommand.DEFAULT)
  private int tokens;

  @Option(
      names = SEED,
      paramLabel = "S",
      defaultValue = "1",
      description =
          "Seed of the next answer; each answer increases the seed by 1." + Subcommand.DEFAULT)
  private long seed;

  /** Checks the values and returns a message with these settings. */
  Conversation.Message message(String text) {
    Check.positive("tokens", tokens);
    return new Conversation.Message(text, tokens, sampling.sampling(), seed);
  }

  /**
   * Returns settings with one changed value.
   *
   * @param option the name of the option, such as --top-k
   * @throws CommandLine.ParameterException if the value has the wrong type
   * @throws org.glassllm.base.InputException if the value is out of range
   */
  ChatSettings with(String option, String value) {
    Map<String, String> values = values();
    values.put(option, value);
    if (option.equals("--temperature")) {
      values.remove(GREEDY); // greedy decoding ignores the temperature
    }
    ChatSettings changed = new ChatSettings();
    new CommandLine(changed)
        .parseArgs(
            values.entrySet().stream()
                .map(e -> e.getKey() + "=" + e.getValue())
                .toArray(String[]::new));
    changed.message("");
    return changed;
  }

  /** Returns settings with the seed of the next answer. */
  ChatSettings next() {
    return with(SEED, Long.toString(seed + 1));
  }

  /** Returns the value of each option, such as "0.8" for --temperature. */
  Map<String, String> values() {
    Map<String, String> values = new LinkedHashMap<>();
    for (OptionSpec option : options()) {
      Object value = option.getValue();
      values.put(option.longestName(), value.toString());
    }
    return values;
  }

  /** Returns the declarations of the options. */
  List<OptionSpec> options() {
    return new CommandLine(this).getCommandSpec().options();
  }
}
