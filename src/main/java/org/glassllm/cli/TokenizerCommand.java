package org.glassllm.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code glass tokenizer …}: trains tokenizers, uses them and shows what they do. */
@Command(
    name = "tokenizer",
    mixinStandardHelpOptions = true,
    description = "Trains tokenizers, encodes and decodes, and shows what they do.",
    subcommands = {
      TokenizerTrain.class,
      TokenizerEncode.class,
      TokenizerDecode.class,
      TokenizerInfo.class,
      TokenizerShow.class,
      TokenizerBench.class
    })
public final class TokenizerCommand implements Runnable {
  @Spec private CommandSpec spec;

  /** Made by picocli. */
  public TokenizerCommand() {}

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(),
        "which one? " + String.join(", ", spec.subcommands().keySet()) + " (see --help)");
  }
}
