package org.glassllm.cli;

import picocli.CommandLine.Command;

/** Groups the subcommands of {@code glass tokenizer}. */
@Command(
    name = "tokenizer",
    mixinStandardHelpOptions = true,
    description = "Train, use, inspect and measure tokenizers.",
    subcommands = {
      TokenizerTrain.class,
      TokenizerEncode.class,
      TokenizerDecode.class,
      TokenizerInfo.class,
      TokenizerShow.class,
      TokenizerBench.class
    })
final class TokenizerCommand {}
